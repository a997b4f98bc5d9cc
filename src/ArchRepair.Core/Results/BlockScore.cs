namespace ArchRepair.Core.Results;

/// <summary>How suspicious a block is.</summary>
/// <param name="Path">Path in the module tree, e.g. <c>layer1.0</c>.</param>
/// <param name="Score">What the ranking sorts by; higher is more suspicious. Its unit stands in <see cref="BlockRanking.Method"/>.</param>
/// <param name="Spectrum">Mean suspiciousness of the block's neurons from their status, in [0,1].</param>
/// <param name="Gradient">Mean rank of the block's neurons by relative gradient, in [0,1].</param>
/// <param name="TopShare">Share of the network's most suspicious neurons that lie in this block, in [0,1].</param>
/// <param name="Neurons">Neurons observed in the block.</param>
/// <param name="Interval">Interval of the score by resampling the examples.</param>
/// <param name="IsReplaceable">Whether a repair may replace the block.</param>
/// <param name="Depth">Place in the order of computation among the ranked ones, from 0.</param>
public sealed record BlockScore(
    string Path,
    double Score,
    double Spectrum,
    double Gradient,
    double TopShare,
    int Neurons,
    Interval Interval,
    bool IsReplaceable,
    int Depth = 0);
