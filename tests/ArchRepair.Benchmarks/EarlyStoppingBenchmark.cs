using System.Globalization;
using ArchRepair.Core.Fast;
using ArchRepair.Core.Gate;
using ArchRepair.Core.Results;
using ArchRepair.Core.Statistics;
using ArchRepair.Engine.Native;

namespace ArchRepair.Benchmarks;

/// <summary>
/// What stopping early saves and whether it is right: ResNet-20's real answers under our generated corruptions, against themselves and
/// against weights with noise, in 100 random orders. Random is the order of images alone; the answers are fixed.
/// </summary>
internal static class EarlyStoppingBenchmark
{
    private const int Orders = 100;
    private const int Chunk = 128;

    public static int Run(string[] args)
    {
        if (args.Length < 2)
        {
            Console.Error.WriteLine("usage: ArchRepair.Benchmarks early-stopping DATA-FOLDER CACHE-FOLDER [--severities 1,3,5] [--caps 0.5,0.75,0.9] [--alpha 0.01] [--images 10000]");
            return 2;
        }

        NativeBackend.Load(new NativeBackendOptions());
        int[] severities = [.. Option(args, "--severities", "1,2,3,4,5").Split(',').Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        double[] caps = [.. Option(args, "--caps", "0.5,0.75,0.9").Split(',').Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
        var policy = new GatePolicy(Alpha: double.Parse(Option(args, "--alpha", "0.01"), CultureInfo.InvariantCulture));
        var images = int.Parse(Option(args, "--images", "10000"), CultureInfo.InvariantCulture);
        var bank = new PredictionBank(args[0], args[1], 2, severities);
        var labels = bank.Labels()[..images];
        var rows = bank.Rows(PredictionBankBenchmark.Models, 1, PredictionBankBenchmark.AllImages)
            .ToDictionary(pair => pair.Key, pair => pair.Value.Skip(1).Select(row => row.ToBools()[..images]).ToArray());
        Cell[] cells = [.. bank.Cells.Skip(1)];
        var before = rows[PredictionBank.Whole];

        Console.WriteLine(FormattableString.Invariant(
            $"{cells.Length} cells of {images} images and {images} clean ones; alpha {policy.Alpha}, allowed drop {policy.MaxDrop * 100:F1} points of the mean, {policy.MaxCellDrop * 100:F1} of a family; {Orders} orders"));
        Console.WriteLine("| model | true change of the mean | cap | images, mean (5 % to 95 %) | share of all answers | passed | failed | undecided |");
        Console.WriteLine("|---|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var (name, after) in rows)
            foreach (var cap in caps) Console.WriteLine(Row(name, cap, before, after, cells, labels, policy));
        return 0;
    }

    private static string Row(string name, double cap, bool[][] before, bool[][] after, Cell[] cells, int[] labels, GatePolicy policy)
    {
        var change = cells.Select((_, c) => after[c].Count(bit => bit) - (double)before[c].Count(bit => bit)).Average() / labels.Length;
        var plan = FastPlan.Of(policy, cells, labels, label => label.ToString(CultureInfo.InvariantCulture), true, CorruptionNames.FamilyOf, cap);
        var ends = new (int Seen, BettingDecision Decision)[Orders];
        Parallel.For(0, Orders, new ParallelOptions { MaxDegreeOfParallelism = 2 }, order => ends[order] = One(plan, before, after, labels, (ulong)order));
        var seen = ends.Select(end => end.Seen).Order().ToArray();
        // The clean images, one row more, are always all measured.
        var share = (labels.Length + seen.Average() * cells.Length) / (labels.Length * (cells.Length + 1.0));
        return FormattableString.Invariant(
            $"| {(name == PredictionBank.Whole ? "unchanged" : name + " points of noise")} | {change * 100:+0.00;−0.00;0.00} | {cap} | {seen.Average():F0} ({seen[Orders / 20]} to {seen[Orders - 1 - Orders / 20]}) | {share:P1} | {Count(BettingDecision.Passed)} | {Count(BettingDecision.Failed)} | {Count(BettingDecision.Undecided)} |");

        int Count(BettingDecision decision) => ends.Count(end => end.Decision == decision);
    }

    // As the evaluator does: looks after every chunk.
    private static (int Seen, BettingDecision Decision) One(FastPlan plan, bool[][] before, bool[][] after, int[] labels, ulong seed)
    {
        var run = new FastRun(plan);
        var order = ImageOrder.Of(seed, plan.Images);
        var (then, now) = (new bool[before.Length], new bool[before.Length]);
        foreach (var chunk in order.Chunk(Chunk))
        {
            foreach (var image in chunk)
            {
                for (var c = 0; c < before.Length; c++) (then[c], now[c]) = (before[c][image], after[c][image]);
                run.Add(then, now, labels[image]);
            }

            if (run.Decision != BettingDecision.Undecided) break;
        }

        return (run.Seen, run.Decision);
    }

    internal static string Option(string[] args, string name, string fallback)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? args[at + 1] : fallback;
    }
}
