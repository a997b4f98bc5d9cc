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
        Console.WriteLine("| candidate | true change of mean; worst family; worst cell | all images say | cap | images, mean (5 % to 95 %) | share of all answers | passed | failed (first by) |");
        Console.WriteLine("|---|--:|---|--:|--:|--:|--:|--:|");
        foreach (var (name, after) in rows)
            foreach (var cap in caps) Console.WriteLine(Row(name == PredictionBank.Whole ? "unchanged" : $"noise for {name} points", cap, before, after, cells, labels, policy));
        // Another model that is as good: for each image a coin says which of the two is the candidate.
        var (then, now) = Exchanged(before, rows["3"]);
        foreach (var cap in caps) Console.WriteLine(Row("as good, but different", cap, then, now, cells, labels, policy));
        return 0;
    }

    private static (bool[][] Before, bool[][] After) Exchanged(bool[][] one, bool[][] other)
    {
        var random = new SeededRandom(1);
        var isSwapped = one[0].Select(_ => random.NextInt(2) == 0).ToArray();
        return ([.. one.Zip(other, (a, b) => Pick(a, b, true))], [.. one.Zip(other, (a, b) => Pick(a, b, false))]);

        bool[] Pick(bool[] a, bool[] b, bool side) => [.. a.Select((bit, i) => isSwapped[i] == side ? b[i] : bit)];
    }

    private static string Row(string name, double cap, bool[][] before, bool[][] after, Cell[] cells, int[] labels, GatePolicy policy)
    {
        var changes = cells.Select((_, c) => (after[c].Count(bit => bit) - (double)before[c].Count(bit => bit)) / labels.Length * 100).ToArray();
        var family = cells.Zip(changes).GroupBy(pair => CorruptionNames.FamilyOf(pair.First.Corruption)).Min(group => group.Average(pair => pair.Second));
        var plan = FastPlan.Of(policy, cells, labels, label => label.ToString(CultureInfo.InvariantCulture), true, CorruptionNames.FamilyOf, cap);
        var ends = new FastRecord[Orders];
        Parallel.For(0, Orders, new ParallelOptions { MaxDegreeOfParallelism = 2 }, order => ends[order] = One(plan, before, after, labels, (ulong)order));
        var seen = ends.Select(end => end.Seen).Order().ToArray();
        // The clean images, one row more, are always all measured.
        var share = (labels.Length + seen.Average() * cells.Length) / (labels.Length * (cells.Length + 1.0));
        var failures = ends.Where(end => end.Decision == BettingDecision.Failed)
            .GroupBy(end => end.Answers.Where(answer => answer.Decision == BettingDecision.Failed).MinBy(answer => answer.Needed)!.Question)
            .OrderByDescending(group => group.Count()).Select(group => $"{group.Key} {group.Count()}").ToArray();
        return FormattableString.Invariant(
            $"| {name} | {changes.Average():+0.00;−0.00;0.00}; {family:+0.00;−0.00;0.00}; {changes.Min():+0.00;−0.00;0.00} | {OfAll(before, after, cells, labels, policy)} | {cap} | {seen.Average():F0} ({seen[Orders / 20]} to {seen[Orders - 1 - Orders / 20]}) | {share:P1} | {ends.Count(end => end.Decision == BettingDecision.Passed)} | {ends.Count(end => end.Decision == BettingDecision.Failed)}{(failures.Length > 0 ? $" ({string.Join(", ", failures)})" : "")} |");
    }

    // The ordinary gate on every image: what the fast one should say.
    private static string OfAll(bool[][] before, bool[][] after, Cell[] cells, int[] labels, GatePolicy policy)
    {
        var comparison = Comparer.Compare(FalseAlarmsBenchmark.Evaluation(cells, before, labels), FalseAlarmsBenchmark.Evaluation(cells, after, labels), 1 - policy.Alpha);
        var verdict = GateKeeper.Decide(FalseAlarmsBenchmark.Evaluation(cells, after, labels), comparison, policy, [], CorruptionNames.FamilyOf);
        return $"{verdict.Outcome}{(verdict.FailedCells.Any() ? $", {verdict.FailedCells.Count()} cells" : "")}";
    }

    // As the evaluator does: looks after every chunk.
    private static FastRecord One(FastPlan plan, bool[][] before, bool[][] after, int[] labels, ulong seed)
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

        return run.Record(seed);
    }

    internal static string Option(string[] args, string name, string fallback)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? args[at + 1] : fallback;
    }
}
