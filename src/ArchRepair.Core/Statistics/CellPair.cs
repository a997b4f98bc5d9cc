using ArchRepair.Core.Results;

namespace ArchRepair.Core.Statistics;

/// <summary>One cell's answers, by two models on the same images. Bit i belongs to image i; a short cell has the first images.</summary>
/// <param name="Before">Set where the baseline was right.</param>
/// <param name="After">Set where the candidate was right; as long as <paramref name="Before"/>.</param>
public sealed record CellPair(BitSet Before, BitSet After)
{
    public int Images => Before.Length;

    /// <summary>Accuracy after less accuracy before, in [−1,1]; NaN without images.</summary>
    public double MeanDifference => (double)(After.Count - Before.Count) / Images;

    /// <summary>One model alone: its differences from "always wrong" are its rates.</summary>
    public static CellPair Alone(BitSet right)
    {
        ArgumentNullException.ThrowIfNull(right);
        return new CellPair(new BitSetBuilder(right.Length).Build(), right);
    }

    /// <summary>After less before on one image: −1 lost, 0 unchanged, 1 gained.</summary>
    public int Difference(int image) => (After[image] ? 1 : 0) - (Before[image] ? 1 : 0);

    /// <summary>What is wrong with the pair; empty when nothing is.</summary>
    public IEnumerable<string> Problems()
    {
        if (Before.Length != After.Length) yield return $"A cell has {Before.Length} answers before and {After.Length} after.";
        else if (Images == 0) yield return "A cell has no image.";
    }
}
