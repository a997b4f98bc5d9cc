using System.Globalization;
using ArchRepair.Engine.Native;

namespace ArchRepair.Benchmarks;

/// <summary>Fills the folder of predictions that <c>false-alarms</c> and <c>early-stopping</c> read; some minutes of computing, once.</summary>
internal static class PredictionBankBenchmark
{
    /// <summary>Corruption seeds with <see cref="DrawImages"/> images each, for runs that differ by fresh draws.</summary>
    public static IReadOnlyList<ulong> DrawSeeds { get; } = [1, 2, 3];

    public const int DrawImages = 2000;

    public const int AllImages = 10_000;

    /// <summary>Points that the damaged models lose, and the whole one.</summary>
    public static IReadOnlyList<string> Models { get; } = [PredictionBank.Whole, "1", "3", "5"];

    public static int Run(string[] args)
    {
        if (args.Length < 2)
        {
            Console.Error.WriteLine("usage: ArchRepair.Benchmarks predictions DATA-FOLDER CACHE-FOLDER [THREADS]");
            return 2;
        }
        NativeBackend.Load(new NativeBackendOptions());
        var bank = new PredictionBank(args[0], args[1], int.Parse(args.ElementAtOrDefault(2) ?? "2", CultureInfo.InvariantCulture), [1, 2, 3, 4, 5]);
        foreach (var seed in DrawSeeds) bank.Rows([PredictionBank.Whole], seed, DrawImages);
        bank.Rows(Models, 1, AllImages);
        return 0;
    }
}
