using System.Globalization;

namespace ArchRepair.Core.Statistics;

/// <summary>The checks that the statistics share, once at each public door.</summary>
internal static class Require
{
    /// <summary>A probability strictly inside (0,1): a level, an alpha.</summary>
    public static void OpenUnit(double value, string name)
    {
        if (value is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(name, value, Text($"{name} is {value}; it must lie strictly between 0 and 1."));
    }

    public static void Probabilities(ReadOnlySpan<double> values, string name)
    {
        foreach (var value in values)
            if (value is not (>= 0 and <= 1))
                throw new ArgumentOutOfRangeException(name, value, Text($"{name} holds {value}; a probability lies in [0, 1]."));
    }

    public static void Finite(ReadOnlySpan<double> values, string name)
    {
        foreach (var value in values)
            if (!double.IsFinite(value)) throw new ArgumentException(Text($"{name} holds {value}; only finite numbers are allowed."), name);
    }

    /// <summary>Counts of disagreement that fit into the number of images: lost, gained ≥ 0, lost + gained ≤ n, n ≥ 1.</summary>
    public static void Discordant(int lost, int gained, int images)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lost);
        ArgumentOutOfRangeException.ThrowIfNegative(gained);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(images);
        if ((long)lost + gained > images)
            throw new ArgumentException($"{lost} lost and {gained} gained images do not fit into {images} images.");
    }

    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
