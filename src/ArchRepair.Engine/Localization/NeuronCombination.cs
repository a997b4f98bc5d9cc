namespace ArchRepair.Engine.Localization;

/// <summary>How spectrum and gradient make the score of a neuron, with weight γ of the gradient.</summary>
public enum NeuronCombination
{
    /// <summary>(1 − γ) · rank of suspiciousness + γ · rank of relative gradient.</summary>
    RankSum,

    /// <summary>Suspiciousness^(1 − γ) · relative gradient^γ, which keeps how far a neuron stands out.</summary>
    Product,
}
