using System.Diagnostics;
using System.Globalization;

using ArchRepair.Core.Gate;
using ArchRepair.Core.Results;
using ArchRepair.Core.Settings;
using ArchRepair.Reporting;

namespace ArchRepair.Benchmarks;

/// <summary>How long the reports of a full run take, and how large they are: 19 corruptions at 5 severities of 10,000 images.</summary>
internal static class ReportBenchmark
{
    private const int Images = 10_000;

    public static int Run(string[] args)
    {
        var repeats = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 3;
        var result = FullResult();
        var folder = Directory.CreateTempSubdirectory("archrepair-report-").FullName;
        Console.WriteLine($"{result.Evaluation.Cells.Count} cells of {Images} images; {Environment.ProcessorCount} cores");
        for (var repeat = 0; repeat < repeats; repeat++)
        {
            foreach (var format in ReportSettings.KnownFormats.Where(format => format != "json"))
            {
                var (watch, before) = (Stopwatch.StartNew(), Process.GetCurrentProcess().TotalProcessorTime);
                var written = ReportWriter.Write(result, folder, [format]);
                var processor = Process.GetCurrentProcess().TotalProcessorTime - before;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{(repeat == 0 ? "first" : "again"),-6} {format,-9} {watch.Elapsed.TotalSeconds,6:0.00} s wall {processor.TotalSeconds,6:0.00} s processor {written.Sum(path => new FileInfo(path).Length),10:#,##0} bytes in {written.Count} files"));
            }
        }

        Directory.Delete(folder, recursive: true);
        return 0;
    }

    private static CheckResult FullResult()
    {
        var policy = new GatePolicy();
        var (before, after) = (Evaluated("before", 0.75, 1), Evaluated("after", 0.70, 2));
        var comparison = Comparer.Compare(before, after, 1 - policy.Alpha);
        var verdict = GateKeeper.Decide(after, comparison, policy, [], CorruptionNames.FamilyOf);
        var provenance = new Provenance(
            "benchmark", "0", "archrepair.json", "00", "none", "cpu", 1, 0, "any", DateTimeOffset.UnixEpoch, new Dictionary<string, double> { ["evaluate"] = 1 });
        return new CheckResult(
            CheckResult.CurrentSchema, "benchmark", after, new BaselineReference("b.json", "00", DateTimeOffset.UnixEpoch, 0.9, before.MeanCorruptedAccuracy), comparison, policy, verdict, null, null, provenance);
    }

    private static Evaluation Evaluated(string weights, double accuracy, int seed)
    {
        string[] classes = [.. Enumerable.Range(0, 10).Select(index => string.Create(CultureInfo.InvariantCulture, $"class{index}"))];
        ushort[] labels = [.. Enumerable.Range(0, Images).Select(image => (ushort)(image % classes.Length))];
        Cell[] cells = [Cell.Clean, .. CorruptionNames.All.SelectMany(name => Enumerable.Range(1, 5).Select(severity => new Cell(name, severity)))];
        return new Evaluation(
            new ModelIdentity("resnet20", weights, weights, classes, 1, 1), new DataIdentity("test", "generated", "00", "none", []), new ClassSequence(labels),
            [.. cells.Select((cell, index) => Outcome(cell, labels, classes.Length, accuracy - (0.05 * cell.Severity), new Random((seed * 1000) + index)))], 1);
    }

    private static CellOutcome Outcome(Cell cell, ushort[] labels, int classes, double accuracy, Random random)
    {
        var right = new bool[labels.Length];
        var predicted = new ushort[labels.Length];
        var confidences = new float[labels.Length];
        for (var i = 0; i < labels.Length; i++)
        {
            right[i] = random.NextDouble() < accuracy;
            predicted[i] = right[i] ? labels[i] : (ushort)((labels[i] + 1 + random.Next(classes - 1)) % classes);
            confidences[i] = (float)(1 - Math.Pow(random.NextDouble(), right[i] ? 4 : 1.2));
        }

        var bits = BitSet.FromBools(right);
        return new CellOutcome(cell, bits, "00", new ClassSequence(predicted), Confidences: ConfidenceHistogram.Of(confidences, bits));
    }
}
