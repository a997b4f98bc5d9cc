namespace ArchRepair.Benchmarks;

/// <summary>Every benchmark by name; adding one is one class and one line here.</summary>
internal static class BenchmarkCatalog
{
    private static readonly SortedDictionary<string, Func<string[], int>> Benchmarks = new(StringComparer.Ordinal)
    {
        ["ablation"] = AblationBenchmark.Run,
        ["inference"] = InferenceBenchmark.Run,
        ["speed"] = SpeedBenchmark.Run,
        ["speed-server"] = SpeedServer.Run,
        ["screening"] = ScreeningBenchmark.Run,
        ["corruptions"] = CorruptionsBenchmark.Run,
        ["corruption-accuracy"] = CorruptionsAccuracyBenchmark.Run,
        ["report"] = ReportBenchmark.Run,
        ["repair"] = RepairBenchmark.Run,
        ["localization"] = LocalizationBenchmark.Run,
        ["baseline-size"] = BaselineSizeBenchmark.Run,
        ["early-stopping"] = EarlyStoppingBenchmark.Run,
        ["false-alarms"] = FalseAlarmsBenchmark.Run,
        ["memory"] = MemoryBenchmark.Run,
        ["predictions"] = PredictionBankBenchmark.Run,
        ["train-resnet18"] = Comparison.TrainResNet18.Run,
        ["comparison-table"] = Comparison.ComparisonTable.Run,
        ["comparison"] = Comparison.ComparisonBenchmark.Run,
        ["oracle"] = OracleBenchmark.Run,
        ["localization-cost"] = LocalizationCostBenchmark.Run,
    };

    public static int Run(string[] args)
    {
        if (args.Length > 0 && Benchmarks.TryGetValue(args[0], out var benchmark)) return benchmark(args[1..]);
        Console.Error.WriteLine($"usage: ArchRepair.Benchmarks <{string.Join('|', Benchmarks.Keys)}> [options]");
        return 2;
    }
}
