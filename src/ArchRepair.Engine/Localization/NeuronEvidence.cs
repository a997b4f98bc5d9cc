namespace ArchRepair.Engine.Localization;

/// <summary>What the passes over the examples left: per fold and neuron, never per activation.</summary>
/// <param name="Active">[folds, J]: examples of the fold on which the neuron was active.</param>
/// <param name="Activity">Moments of mean activations.</param>
/// <param name="Drift">Moments of normalized convolution outputs; see <see cref="NeuronDrift"/>.</param>
/// <param name="DriftCounts">[J]: summands that one example adds to the drift; 0 for neurons without recorded statistics.</param>
/// <param name="Gradients">[J]: relative gradient g_j; see <see cref="GradientCollector"/>.</param>
internal sealed record NeuronEvidence(
    NeuronLayout Layout, ExampleFolds Folds, int[,] Active, FoldMoments Activity, FoldMoments Drift, double[] DriftCounts, double[] Gradients)
{
    /// <summary>[parts][J]: relative gradients of each part of the failures.</summary>
    public IReadOnlyList<double[]> GradientsOfParts { get; init; } = [];
}
