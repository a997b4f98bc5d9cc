using System.Globalization;

using ArchRepair.Core.Results;

namespace ArchRepair.Reporting.Text;

/// <summary>Numbers as people read them: with as many digits as their uncertainty leaves, the same in every culture.</summary>
internal static class Number
{
    /// <summary>Shown where there is nothing to show.</summary>
    public const string None = "–";

    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>Decimals of a percentage whose interval has this width: 2 below half a point to each side, else 1.</summary>
    public static int Decimals(Interval interval) => interval.Width / 2 < 0.005 ? 2 : 1;

    /// <summary>As <see cref="Decimals"/>, one more where an end that is not zero would read as zero.</summary>
    public static int ChangeDecimals(Interval interval)
    {
        var decimals = Decimals(interval);
        var nearest = Math.Min(Math.Abs(interval.Lower), Math.Abs(interval.Upper));
        return nearest > 0 && nearest * 100 < 0.5 * Math.Pow(10, -decimals) ? decimals + 1 : decimals;
    }

    /// <summary>A rate in [0,1] as <c>61.2 %</c>.</summary>
    public static string Percent(double rate, int decimals = 1) => double.IsFinite(rate) ? Fixed(rate * 100, decimals) + " %" : None;

    /// <summary>A rate without its unit, for tables that state it once.</summary>
    public static string Rate(double rate, int decimals = 1) => double.IsFinite(rate) ? Fixed(rate * 100, decimals) : None;

    /// <summary>A rate with its interval: <c>61.2 % (59.0 to 63.3)</c>.</summary>
    public static string Percent(double rate, Interval interval)
    {
        var decimals = Decimals(interval);
        return $"{Percent(rate, decimals)} ({Rate(interval.Lower, decimals)} to {Rate(interval.Upper, decimals)})";
    }

    /// <summary>A change of a rate in points, signed: <c>−7.1</c>.</summary>
    public static string Points(double change, int decimals = 1)
    {
        if (!double.IsFinite(change)) return None;
        var digits = new string('0', decimals);
        return (change * 100).ToString($"+0.{digits};−0.{digits};0.{digits}", Invariant);
    }

    /// <summary>A change with its interval: <c>−7.1 (−8.9 to −5.3)</c>.</summary>
    public static string Points(double change, Interval interval)
    {
        var decimals = ChangeDecimals(interval);
        return $"{Points(change, decimals)} ({Points(interval.Lower, decimals)} to {Points(interval.Upper, decimals)})";
    }

    /// <summary>A size of a change in points, unsigned.</summary>
    public static string Size(double change, int decimals = 1) => Fixed(Math.Abs(change) * 100, decimals);

    public static string Count(long count) => count.ToString("#,##0;−#,##0", Invariant);

    public static string PValue(double p) => p switch
    {
        < 0.0001 => "< 0.0001",
        < 0.01 => p.ToString("0.0000", Invariant),
        _ => p.ToString("0.00", Invariant),
    };

    /// <summary>A p-value in a sentence: <c>p = 0.03</c>, <c>p &lt; 0.0001</c>.</summary>
    public static string PSentence(double p) => PValue(p) is var text && text.StartsWith('<') ? $"p {text}" : $"p = {text}";

    /// <summary>A plain number with fixed decimals.</summary>
    public static string Fixed(double value, int decimals) =>
        double.IsFinite(value) ? value.ToString("0." + new string('0', decimals) + ";−0." + new string('0', decimals), Invariant) : None;

    /// <summary>Wall time: <c>3.2 s</c>, <c>6 min 52 s</c>.</summary>
    public static string Duration(double seconds)
    {
        if (!double.IsFinite(seconds) || seconds < 0) return None;
        if (seconds < 60) return Fixed(seconds, 1) + " s";
        var whole = (long)Math.Round(seconds);
        return whole < 3600
            ? string.Create(Invariant, $"{whole / 60} min {whole % 60} s")
            : string.Create(Invariant, $"{Count(whole / 3600)} h {whole % 3600 / 60} min");
    }

    /// <summary>Growth of a count as a share: <c>+3.1 %</c>.</summary>
    public static string Growth(long before, long after) =>
        before == 0 ? None : ((double)(after - before) / before * 100).ToString("+0.0;−0.0;0.0", Invariant) + " %";

    /// <summary>A singular or plural noun with its count.</summary>
    public static string Of(long count, string singular, string? plural = null) => $"{Count(count)} {(count == 1 ? singular : plural ?? singular + "s")}";

    /// <summary>The confidence level as <c>99 %</c>.</summary>
    public static string Level(double level) => (level * 100).ToString("0.##", Invariant) + " %";
}
