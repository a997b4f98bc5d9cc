using System.Globalization;
using System.Security.Cryptography;
using ArchRepair.Core.Baselines;
using ArchRepair.Core.Results;
using ArchRepair.Core.Statistics;
using ArchRepair.Engine.Native;

namespace ArchRepair.Benchmarks;

/// <summary>
/// Size of a baseline of ResNet-20's real answers on 10,000 images, and what 95 cells would take: the clean images and the standard
/// corruptions are real, four more corruptions are the damaged model's answers to the first four.
/// </summary>
internal static class BaselineSizeBenchmark
{
    public static int Run(string[] args)
    {
        if (args.Length < 2)
        {
            Console.Error.WriteLine("usage: ArchRepair.Benchmarks baseline-size DATA-FOLDER CACHE-FOLDER");
            return 2;
        }

        NativeBackend.Load(new NativeBackendOptions());
        var bank = new PredictionBank(args[0], args[1], 2, [1, 2, 3, 4, 5]);
        var rows = bank.Rows([PredictionBank.Whole, "3"], 1, PredictionBankBenchmark.AllImages);
        Cell[] cells = [.. bank.Cells];
        var real = cells.Select((cell, c) => Outcome(cell, rows[PredictionBank.Whole][c])).ToArray();
        var more = Enumerable.Range(1, 20).Select(c => Outcome(new Cell(CorruptionNames.Extra[(c - 1) / 5], cells[c].Severity), rows["3"][c]));
        Print("76 cells, all real", real, bank.Labels());
        Print("95 corrupted cells", [.. real.Skip(1), .. more], bank.Labels());
        return 0;
    }

    private static CellOutcome Outcome(Cell cell, BitSet right) =>
        new(cell, right, Convert.ToHexStringLower(SHA256.HashData(right.ToBytes()))[..32]);

    private static void Print(string name, CellOutcome[] cells, int[] labels)
    {
        var random = new SeededRandom(1);
        var evaluation = new Evaluation(
            new ModelIdentity("resnet20", "models/resnet20.th", new string('a', 64), [.. Enumerable.Range(0, 10).Select(k => k.ToString(CultureInfo.InvariantCulture))], 272_474, 40_550_000),
            new DataIdentity("cifar10 data", "generated, seed 1", new string('b', 32), "RGB/255, mean 0.485 0.456 0.406, std 0.229 0.224 0.225", []),
            new ClassSequence([.. labels.Select(label => (ushort)label)]), cells, 100, new ImageMarks([.. labels.Select(_ => (byte)random.NextInt(256))]));
        var path = Path.GetTempFileName();
        BaselineFile.Write(path, Baseline.Of(evaluation, "1.0.0", 1, DateTimeOffset.UnixEpoch));
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        var isSame = BaselineFile.Read(path)!.Evaluation.Cells.Select(cell => cell.Correct).SequenceEqual(cells.Select(cell => cell.Correct));
        Console.WriteLine(FormattableString.Invariant(
            $"{name}: {new FileInfo(path).Length} bytes for {cells.Sum(cell => (long)cell.Images)} answers, {(isSame ? "read back the same" : "READ BACK DIFFERENTLY")} in {System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds:F2} s"));
        File.Delete(path);
    }
}
