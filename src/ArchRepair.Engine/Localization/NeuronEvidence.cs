namespace ArchRepair.Engine.Localization;

/// <summary>What the passes over the examples left: per fold and neuron, never per activation.</summary>
/// <param name="Active">[folds, J]: examples of the fold on which the neuron was active.</param>
/// <param name="DriftSums">[folds, J]: sums of normalized convolution outputs; see <see cref="NeuronDrift"/>.</param>
/// <param name="DriftSquares">[folds, J]: sums of their squares.</param>
/// <param name="DriftCounts">[J]: summands that one example adds; 0 for neurons without recorded statistics.</param>
/// <param name="Gradients">[J]: relative gradient g_j; see <see cref="GradientCollector"/>.</param>
internal sealed record NeuronEvidence(
    NeuronLayout Layout, ExampleFolds Folds, int[,] Active, double[,] DriftSums, double[,] DriftSquares, double[] DriftCounts, double[] Gradients);
