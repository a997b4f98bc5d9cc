using System.Globalization;

using ArchRepair.Core.Results;

namespace ArchRepair.Reporting.Facts;

/// <summary>The weight of one operation over the steps of its search.</summary>
internal sealed record AlphaLine(string Block, int Edge, string Operation, IReadOnlyList<(int Step, double Weight)> Points)
{
    /// <summary>One line for each operation of each edge, that with the greatest last weight first; weights that are no numbers are left out.</summary>
    public static IReadOnlyList<AlphaLine> Of(IReadOnlyList<AlphaPoint> alphas) =>
    [
        .. alphas
            .SelectMany(point => point.Operations.Zip(point.Weights, (operation, weight) => (point.Block, point.Edge, Operation: operation, point.Step, Weight: weight)))
            .Where(entry => double.IsFinite(entry.Weight))
            .GroupBy(entry => (entry.Block, entry.Edge, entry.Operation))
            .Select(group => new AlphaLine(group.Key.Block, group.Key.Edge, group.Key.Operation, [.. group.Select(entry => (entry.Step, entry.Weight))]))
            .OrderByDescending(line => Math.Abs(line.Points[^1].Weight)).ThenBy(line => line.Block, StringComparer.Ordinal).ThenBy(line => line.Edge),
    ];

    /// <summary>What a legend calls it, in at most 40 characters; the block is named only where there are several.</summary>
    public static string NameAmong(AlphaLine line, IReadOnlyList<AlphaLine> lines)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"edge {line.Edge}");
        var block = lines.All(other => other.Block == line.Block) ? "" : $"{Shorten(line.Block)} ";
        return $"{Shorten(line.Operation)}, {block}{place}";
    }

    private static string Shorten(string name) => name.Length <= 18 ? name : name[..17] + "…";
}
