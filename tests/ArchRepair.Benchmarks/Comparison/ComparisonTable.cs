using System.Globalization;
using System.Text.Json;

namespace ArchRepair.Benchmarks.Comparison;

/// <summary>
/// Prints a comparison's log as Markdown, one table for each model, study, budget and recipe, with means over seeds. Usage:
/// <c>comparison-table LOG [drop=0.5] [rival=fine-tune]</c>: the drop of clean accuracy in points, and whom the others are compared with.
/// </summary>
internal static class ComparisonTable
{
    private const int Resamples = 2_000;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static int Run(string[] args)
    {
        if (args.Length == 0)
        {
            Console.Error.WriteLine("usage: comparison-table LOG [drop=0.5] [rival=fine-tune]");
            return 2;
        }
        var drop = args.Length > 1 ? double.Parse(args[1], CultureInfo.InvariantCulture) / 100 : 0.005;
        var rival = args.Length > 2 ? args[2] : "fine-tune";
        foreach (var group in Read(args[0]).GroupBy(record => (record.On, record.Model, record.Study, record.Minutes, record.Threads, record.Recipe)))
            Write(group.Key.ToString(), [.. group], drop, rival);
        return 0;
    }

    private static void Write(string title, ComparisonRecord[] records, double drop, string rival)
    {
        var start = records[0].Front[0];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{title}: original clean {100 * start.Clean:f2}, corrupted {100 * start.Corrupted:f2}; {records[0].CellsRight.Count} corrupted images\n"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| strategy | seeds | clean | corrupted | seen | unseen | corrupted at clean −{100 * drop:0.##} | against {rival} (95 %) | lost clean | lost corrupted | changed weights | added parameters | added multiply-adds | time, s | wall, s |"));
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        var other = records.Where(record => record.Strategy == rival).ToArray();
        foreach (var runs in records.GroupBy(record => record.Strategy).OrderByDescending(group => group.Average(record => record.Front[^1].Corrupted)))
            Console.WriteLine(Row(runs.Key, [.. runs], drop, other));
        Console.WriteLine();
    }

    private static string Row(string strategy, ComparisonRecord[] runs, double drop, ComparisonRecord[] other)
    {
        string Mean(Func<ComparisonRecord, double?> value, string format) => runs.Average(value) is { } mean && double.IsFinite(mean)
            ? mean.ToString(format, CultureInfo.InvariantCulture) : "–";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {strategy} | {string.Join(' ', runs.Select(record => record.Seed))} | {Mean(record => 100 * record.Front[^1].Clean, "f2")} | {Mean(record => 100 * record.Front[^1].Corrupted, "f2")} | {Mean(record => 100 * record.Front[^1].Seen, "f2")} | {Mean(record => 100 * record.Front[^1].Unseen, "f2")} | {Mean(record => 100 * CorruptedAt(record, drop), "f2")} | {Against(runs, other)} | {Mean(record => record.Front[^1].LostClean, "f0")} | {Mean(record => record.Front[^1].LostCorrupted, "f0")} | {Mean(record => record.ChangedParameters, "f0")} | {Mean(record => record.AddedParameters, "f0")} | {Mean(record => record.AddedMultiplyAdds, "f0")} | {Mean(record => record.Seconds, "f0")} | {Mean(record => record.WallSeconds, "f0")} |");
    }

    // Images are resampled with all their cells, and seeds are paired: what is left is the chance of these images and seeds.
    private static string Against(ComparisonRecord[] runs, ComparisonRecord[] other)
    {
        var pairs = runs.Join(other, record => record.Seed, record => record.Seed, (left, right) => (left, right)).Where(pair => pair.left != pair.right).ToArray();
        if (pairs.Length == 0) return "–";
        var cells = 75.0;
        double[] differences = [.. Enumerable.Range(0, pairs[0].left.CellsRight.Count).Select(image =>
            pairs.Average(pair => (pair.left.CellsRight[image] - pair.right.CellsRight[image]) / cells))];
        var random = new Engine.Repair.Data.CounterRandom(1, 2, 3);
        var means = new double[Resamples];
        for (var sample = 0; sample < Resamples; sample++)
        {
            var sum = 0.0;
            for (var i = 0; i < differences.Length; i++) sum += differences[random.Below(differences.Length)];
            means[sample] = sum / differences.Length;
        }
        Array.Sort(means);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{100 * differences.Average():+0.00;-0.00} ({100 * means[Resamples / 40]:+0.00;-0.00} to {100 * means[^(Resamples / 40)]:+0.00;-0.00})");
    }

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
