using System.Globalization;
using ArchRepair.Core.Gate;
using ArchRepair.Core.Results;
using ArchRepair.Core.Statistics;
using ArchRepair.Engine.Native;

namespace ArchRepair.Benchmarks;

/// <summary>
/// How often the gate fails an unchanged model: 200 runs of ResNet-20 against itself, under corruptions drawn twice.
/// </summary>
/// <remarks>
/// Random is, in every run: which images are taken (with replacement), and for every image which two of the measured seeds give the
/// baseline's and the candidate's answers to all its cells. Both are drawn alike, so that no run has a true change in any cell; the
/// answers are real. Corruptions without randomness (brightness, contrast, defocus, JPEG, pixelation) answer the same in all seeds.
/// In the harder rows the two are the whole model and one with weight noise, exchanged by a coin for each image: no true change,
/// but many answers differ.
/// </remarks>
internal static class FalseAlarmsBenchmark
{
    private const int Runs = 200;

    public static int Run(string[] args)
    {
        if (args.Length < 2)
        {
            Console.Error.WriteLine("usage: ArchRepair.Benchmarks false-alarms DATA-FOLDER CACHE-FOLDER [--severities 1,2,3,4,5]");
            return 2;
        }

        NativeBackend.Load(new NativeBackendOptions());
        int[] severities = [.. EarlyStoppingBenchmark.Option(args, "--severities", "1,2,3,4,5").Split(',').Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        var draws = new PredictionBank(args[0], args[1], 2, [1, 2, 3, 4, 5]);
        var seeds = PredictionBankBenchmark.DrawSeeds
            .Select(seed => Bools(draws.Rows([PredictionBank.Whole], seed, PredictionBankBenchmark.DrawImages)[PredictionBank.Whole])).ToArray();
        var bank = new PredictionBank(args[0], args[1], 2, severities);
        var rows = bank.Rows(PredictionBankBenchmark.Models, 1, PredictionBankBenchmark.AllImages);

        Console.WriteLine($"{Runs} runs each; failed means that the gate said Regressed");
        Console.WriteLine("| baseline against candidate | cells × images | answers that differ | allowed drops | failed at alpha 0.01 | at 0.05 |");
        Console.WriteLine("|---|--:|--:|---|--:|--:|");
        Print("the same model, fresh draws of the corruptions", seeds, [.. draws.Cells], PredictionBankBenchmark.DrawImages);
        foreach (var model in PredictionBankBenchmark.Models.Skip(1))
            Print($"whole and {model} points of noise, exchanged by coin", [Bools(rows[PredictionBank.Whole]), Bools(rows[model])], [.. bank.Cells], PredictionBankBenchmark.DrawImages);
        return 0;
    }

    private static bool[][] Bools(BitSet[] rows) => [.. rows.Select(row => row.ToBools())];

    private static void Print(string name, bool[][][] sources, Cell[] cells, int images)
    {
        var differing = 0.0;
        (string Text, GatePolicy Policy)[] policies = [("default", new GatePolicy()), ("none", new GatePolicy(0, 0, 0))];
        var failed = new int[policies.Length, 2];
        Parallel.For(0, Runs, new ParallelOptions { MaxDegreeOfParallelism = 2 }, run =>
        {
            var (before, after) = Draw(sources, cells, images, (ulong)run);
            var comparison = Comparer.Compare(before, after, 0.99);
            for (var p = 0; p < policies.Length; p++)
                for (var a = 0; a < 2; a++)
                    if (GateKeeper.Decide(after, comparison, policies[p].Policy with { Alpha = a == 0 ? 0.01 : 0.05 }, [], CorruptionNames.FamilyOf).Outcome == Outcome.Regressed)
                        Interlocked.Increment(ref failed[p, a]);
            if (run == 0) differing = comparison.Corrupted.Average(cell => (double)(cell.Lost + cell.Gained) / cell.Images);
        });
        for (var p = 0; p < policies.Length; p++)
            Console.WriteLine(FormattableString.Invariant(
                $"| {name} | {cells.Length - 1} × {images} | {differing:P1} | {policies[p].Text} | {failed[p, 0]} ({failed[p, 0] / (double)Runs:P1}) | {failed[p, 1]} ({failed[p, 1] / (double)Runs:P1}) |"));
    }

    private static (Evaluation Before, Evaluation After) Draw(bool[][][] sources, Cell[] cells, int images, ulong seed)
    {
        var random = new SeededRandom(seed).Fork(0xAA);
        var (before, after) = (new bool[cells.Length][], new bool[cells.Length][]);
        for (var c = 0; c < cells.Length; c++) (before[c], after[c]) = (new bool[images], new bool[images]);
        for (var i = 0; i < images; i++)
        {
            var image = random.NextInt(sources[0][0].Length);
            var first = random.NextInt(sources.Length);
            var second = (first + 1 + random.NextInt(sources.Length - 1)) % sources.Length;
            for (var c = 0; c < cells.Length; c++) (before[c][i], after[c][i]) = (sources[first][c][image], sources[second][c][image]);
        }

        int[] labels = [.. new int[images]];
        return (Evaluation(cells, before, labels), Evaluation(cells, after, labels));
    }

    internal static Evaluation Evaluation(Cell[] cells, bool[][] right, int[] labels) => new(
        new ModelIdentity("resnet20", "", "", [], 0, 0), new DataIdentity("", "", "", "", []), new ClassSequence([.. labels.Select(label => (ushort)label)]),
        [.. cells.Select((cell, c) => new CellOutcome(cell, BitSet.FromBools(right[c]), ""))], 0);
}
