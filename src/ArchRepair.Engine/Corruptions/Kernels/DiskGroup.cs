namespace ArchRepair.Engine.Corruptions.Kernels;

/// <summary>The cells of a kernel that share a weight.</summary>
/// <param name="Weight">Their weight.</param>
/// <param name="Cells">Where single cells lie in the padded image, relative to the output.</param>
/// <param name="RunStarts">Where runs of cells start in the running sums, relative to the output.</param>
/// <param name="RunEnds">Where they end.</param>
internal sealed record DiskGroup(double Weight, int[] Cells, int[] RunStarts, int[] RunEnds);
