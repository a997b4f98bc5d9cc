using System.Globalization;

using ArchRepair.Core.Results;

namespace ArchRepair.Core.Gate;

/// <summary>Numbers as findings show them.</summary>
internal static class GateText
{
    public static string Allowed(double drop) => drop < 0 ? $"only with a gain of {Points(-drop, false)} points" : $"{Points(drop, false)} points";

    public static string Percent(double share) => (share * 100).ToString("0.00", CultureInfo.InvariantCulture) + " %";

    public static string Points(double share, bool isSigned = true) =>
        (share * 100).ToString(isSigned ? "+0.00;−0.00;0.00" : "0.00", CultureInfo.InvariantCulture);

    public static string Interval(Interval interval) => $"{Points(interval.Lower)} to {Points(interval.Upper)}";

    public static string PValue(double p) => p < 0.0001 ? "p < 0.0001" : "p = " + p.ToString("0.0000", CultureInfo.InvariantCulture);
}
