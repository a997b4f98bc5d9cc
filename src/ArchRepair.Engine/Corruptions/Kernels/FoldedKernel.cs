namespace ArchRepair.Engine.Corruptions.Kernels;

/// <summary>A kernel folded at the borders of a line of n values, as n² matrices.</summary>
/// <param name="ByOutput">Row o holds the weight of each input for output o.</param>
/// <param name="ByInput">The transpose.</param>
internal sealed record FoldedKernel(double[] ByOutput, double[] ByInput);
