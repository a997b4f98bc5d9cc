namespace ArchRepair.Core.Statistics;

/// <summary>How often the answer changed, and to what.</summary>
/// <param name="RightToWrong">Images lost.</param>
/// <param name="WrongToRight">Images gained.</param>
/// <param name="WrongToOtherWrong">Images wrong before and after, with another answer: no accuracy shows them.</param>
/// <param name="Unchanged">Images with the same answer.</param>
public readonly record struct Flips(int RightToWrong, int WrongToRight, int WrongToOtherWrong, int Unchanged)
{
    public int Images => RightToWrong + WrongToRight + WrongToOtherWrong + Unchanged;

    /// <param name="labels">True classes.</param>
    /// <param name="before">The baseline's answers on the same images.</param>
    /// <param name="after">The candidate's answers on the same images.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Flips Of(ReadOnlySpan<int> labels, ReadOnlySpan<int> before, ReadOnlySpan<int> after)
    {
        if (before.Length != labels.Length || after.Length != labels.Length)
            throw new ArgumentException($"{labels.Length} labels, {before.Length} answers before and {after.Length} after are not about the same images.");
        var (lost, gained, other, same) = (0, 0, 0, 0);
        for (var i = 0; i < labels.Length; i++)
        {
            if (before[i] == after[i]) same++;
            else if (before[i] == labels[i]) lost++;
            else if (after[i] == labels[i]) gained++;
            else other++;
        }
        return new Flips(lost, gained, other, same);
    }
}
