using System.Globalization;
using System.Text.Json;

namespace ArchRepair.Benchmarks.Comparison;

/// <summary>Prints a comparison's log. Usage: <c>comparison-table LOG [drop=0.5]</c>, the drop of clean accuracy in points.</summary>
internal static class ComparisonTable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static IEnumerable<ComparisonRecord> Read(string log) => File.Exists(log)
        ? File.ReadLines(log).Where(line => line.Length > 0).Select(line => JsonSerializer.Deserialize<ComparisonRecord>(line, Json)!)
        : [];

    /// <summary>One repair in one line: the repaired end, then the front.</summary>
    public static string Line(ComparisonRecord record)
    {
        var end = record.Front[^1];
        var front = string.Join("  ", record.Front.Select(point => string.Create(
            CultureInfo.InvariantCulture, $"{point.Share:f2}: {100 * point.Clean:f2}/{100 * point.Corrupted:f2}({100 * point.SearchClean:f1})")));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{record.Strategy,-16} {record.Recipe} seed {record.Seed}: clean {100 * end.Clean:f2} corrupted {100 * end.Corrupted:f2} unseen {100 * end.Unseen:f2} lost {end.LostClean}/{end.LostCorrupted} changed {record.ChangedParameters} +{record.AddedParameters} params +{record.AddedMultiplyAdds} MAC {record.Seconds:f0} s (wall {record.WallSeconds:f0} s) | {front}");
    }

    /// <summary>Corrupted accuracy where the front's clean accuracy has fallen by a drop, by linear interpolation; NaN where nothing stays above.</summary>
    public static double CorruptedAt(ComparisonRecord record, double drop)
    {
        var limit = record.Front[0].Clean - drop;
        var best = double.NaN;
        foreach (var (from, to) in record.Front.Zip(record.Front.Skip(1)))
        {
            foreach (var point in new[] { from, to })
                if (point.Clean >= limit) best = Max(best, point.Corrupted);
            if ((from.Clean - limit) * (to.Clean - limit) >= 0) continue;
            var part = (from.Clean - limit) / (from.Clean - to.Clean);
            best = Max(best, from.Corrupted + (part * (to.Corrupted - from.Corrupted)));
        }
        return best;
    }

    private static double Max(double left, double right) => double.IsNaN(left) ? right : Math.Max(left, right);
}
