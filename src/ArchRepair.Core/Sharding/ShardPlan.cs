using System.Globalization;

using ArchRepair.Core.Caching;
using ArchRepair.Core.Results;

namespace ArchRepair.Core.Sharding;

/// <summary>
/// Who measures what. Every shard computes the whole plan by itself, from the same cells and the same durations, and takes its row:
/// nothing is asked of a coordinator.
/// </summary>
/// <param name="Shards">The ranges of each shard, by cell and image.</param>
/// <param name="Hash">Hash of the whole plan; shards of one run have the same.</param>
public sealed record ShardPlan(IReadOnlyList<IReadOnlyList<CellRange>> Shards, string Hash)
{
    // With ranges no dearer than a quarter of a shard's share, the longest-first rule is off by less than a quarter of it, at worst.
    private const int RangesOfAShare = 4;

    /// <param name="cells">Cells with their images, in their order.</param>
    /// <param name="total">Number of shards, at least 1.</param>
    /// <param name="secondsPerImage">Recorded cost of an image by cell text; a cell without one costs the mean of the others, or 1.</param>
    public static ShardPlan Of(IReadOnlyList<(Cell Cell, int Images)> cells, int total, IReadOnlyDictionary<string, double> secondsPerImage)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(total, 1);
        var known = cells.Select(cell => secondsPerImage.GetValueOrDefault(cell.Cell.ToString())).Where(cost => cost is > 0 and < double.PositiveInfinity).ToArray();
        var usual = known.Length == 0 ? 1 : known.Average();
        var costs = cells.Select(cell => secondsPerImage.GetValueOrDefault(cell.Cell.ToString()) is > 0 and < double.PositiveInfinity and var cost ? cost : usual).ToArray();
        var share = cells.Select((cell, i) => cell.Images * costs[i]).Sum() / total / RangesOfAShare;
        var units = cells.SelectMany((cell, i) => Cut(cell.Cell, cell.Images, costs[i], share).Select(range => (Range: range, Cell: i, Cost: range.Count * costs[i]))).ToArray();

        // Longest first, each to whoever has least so far (Graham 1969); equal ones by place, so that every machine decides alike.
        var loads = new double[total];
        var rows = Enumerable.Range(0, total).Select(_ => new List<(CellRange Range, int Cell)>()).ToArray();
        foreach (var unit in units.OrderByDescending(unit => unit.Cost))
        {
            var least = Array.IndexOf(loads, loads.Min());
            loads[least] += unit.Cost;
            rows[least].Add((unit.Range, unit.Cell));
        }

        CellRange[][] shards = [.. rows.Select(row => row.OrderBy(item => item.Cell).ThenBy(item => item.Range.Start).Select(item => item.Range).ToArray())];
        return new ShardPlan(shards, ContentKey.Of("plan", [.. shards.Select(Text)]));
    }

    private static IEnumerable<CellRange> Cut(Cell cell, int images, double cost, double share)
    {
        var pieces = Math.Max(1, (int)Math.Min(share / cost / CellPart.Piece, CellPart.PiecesOf(images)));
        for (var start = 0; start < images; start += pieces * CellPart.Piece)
            yield return new CellRange(cell, start, Math.Min(pieces * CellPart.Piece, images - start), images);
    }

    private static string Text(IEnumerable<CellRange> ranges) =>
        string.Join(';', ranges.Select(range => string.Create(CultureInfo.InvariantCulture, $"{range.Cell}:{range.Start}+{range.Count}")));
}
