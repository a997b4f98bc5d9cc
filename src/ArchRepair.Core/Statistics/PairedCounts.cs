using ArchRepair.Core.Results;

namespace ArchRepair.Core.Statistics;

/// <summary>What became of the images when one model took another's place: the four cells of a paired table.</summary>
/// <param name="Both">Images right before and after.</param>
/// <param name="Lost">Images right before and wrong after.</param>
/// <param name="Gained">Images wrong before and right after.</param>
/// <param name="Neither">Images wrong before and after.</param>
public readonly record struct PairedCounts(int Both, int Lost, int Gained, int Neither)
{
    /// <summary>All images.</summary>
    public int Images => Both + Lost + Gained + Neither;

    /// <summary>Accuracy after less accuracy before, in [−1, 1]; NaN without images.</summary>
    public double Difference => (double)(Gained - Lost) / Images;

    /// <summary>Counts the images of two rows over the same images in the same order.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static PairedCounts Of(BitSet before, BitSet after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var both = before.AndCount(after);
        var lost = before.Count - both;
        var gained = after.Count - both;
        return new PairedCounts(both, lost, gained, before.Length - both - lost - gained);
    }
}
