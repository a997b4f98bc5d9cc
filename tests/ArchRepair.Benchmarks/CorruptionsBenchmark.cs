using System.Diagnostics;
using System.Globalization;
using ArchRepair.Engine.Corruptions;

namespace ArchRepair.Benchmarks;

/// <summary>
/// Images a second for each corruption and size on one core, against the Python generators, the time of all 95 cells of an image, and
/// the speed on several cores. Options: <c>--sizes 32,64,224</c>, <c>--only name,name</c>, <c>--repeats 15</c>, <c>--threads 4</c>.
/// </summary>
internal sealed class CorruptionsBenchmark
{
    private readonly int[] _sizes;
    private readonly IReadOnlyList<ICorruption> _corruptions;
    private readonly int _repeats;
    private readonly int _threads;

    private CorruptionsBenchmark(string[] args)
    {
        _sizes = [.. Option(args, "--sizes", "32,64,224").Split(',').Select(side => int.Parse(side, CultureInfo.InvariantCulture))];
        var only = Option(args, "--only", "");
        var catalog = CorruptionCatalog.Default;
        _corruptions = only.Length == 0 ? catalog.All : [.. only.Split(',').Select(catalog.Get)];
        _repeats = int.Parse(Option(args, "--repeats", "15"), CultureInfo.InvariantCulture);
        _threads = int.Parse(Option(args, "--threads", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);
    }

    public static int Run(string[] args)
    {
        var benchmark = new CorruptionsBenchmark(args);
        Console.WriteLine(FormattableString.Invariant($"{CorruptionsReference.Processor()}; .NET {Environment.Version}; best of {benchmark._repeats}"));
        foreach (var side in benchmark._sizes) benchmark.PrintSize(side);
        if (benchmark._threads > 1) benchmark.PrintScaling();
        return 0;
    }

    private void PrintSize(int side)
    {
        Console.WriteLine(FormattableString.Invariant($"\n{side}x{side}             images/s   Python   ratio   µs at severity 1…5"));
        var ratios = new List<double>();
        var allCells = 0.0;
        foreach (var corruption in _corruptions)
        {
            var seconds = Enumerable.Range(1, 5).Select(severity => SecondsPerImage(corruption, severity, side, 1)).ToArray();
            allCells += seconds.Sum();
            var rate = 3 / (seconds[0] + seconds[2] + seconds[4]);
            var cells = string.Join(' ', seconds.Select(s => (s * 1e6).ToString("F1", CultureInfo.InvariantCulture)));
            if (CorruptionsReference.ImagesPerSecond(corruption.Name, side) is { } reference)
            {
                ratios.Add(rate / reference);
                Console.WriteLine(FormattableString.Invariant($"{corruption.Name,-18} {rate,10:F0} {reference,8} {rate / reference,7:F1}   {cells}"));
            }
            else
            {
                Console.WriteLine(FormattableString.Invariant($"{corruption.Name,-18} {rate,10:F0}                    {cells}"));
            }
        }
        if (ratios.Count > 0)
            Console.WriteLine(FormattableString.Invariant($"median ratio {ratios.Order().ElementAt(ratios.Count / 2):F1}, lowest {ratios.Min():F2}"));
        Console.WriteLine(FormattableString.Invariant($"all {_corruptions.Count * 5} cells of an image: {allCells * 1e3:F2} ms on one core"));
    }

    private void PrintScaling()
    {
        foreach (var side in _sizes)
        {
            var single = 0.0;
            for (var threads = 1; threads <= _threads; threads *= 2)
            {
                var seconds = _corruptions.Sum(corruption => SecondsPerImage(corruption, 3, side, threads));
                if (threads == 1) single = seconds;
                Console.WriteLine(FormattableString.Invariant(
                    $"{side}x{side}, severity 3 of all on {threads} threads: {_corruptions.Count / seconds:F0} images/s, {single / seconds:F2} times one"));
            }
        }
    }

    private double SecondsPerImage(ICorruption corruption, int severity, int side, int threads)
    {
        var size = ImageSize.Square(side);
        var count = Math.Max(1, (side switch { <= 32 => 128, <= 64 => 32, _ => 4 }) * (threads > 1 ? 8 : 1));
        var images = CorruptionsReference.Images(count, size);
        var outputs = new byte[images.Length];
        // The runtime compiles anew what turns out to be hot; only the last version counts.
        for (var warmUp = Stopwatch.StartNew(); warmUp.ElapsedMilliseconds < (severity == 1 ? 400 : 100);)
            CorruptedImages.Fill(corruption, severity, 1, 0, images, outputs, size, threads);
        var best = double.MaxValue;
        for (var repeat = 0; repeat < _repeats; repeat++)
        {
            // A repeat lasts at least 3 ms, long enough for the clock and short enough to fall between other work on the machine.
            var rounds = 0;
            var start = Stopwatch.GetTimestamp();
            do
            {
                CorruptedImages.Fill(corruption, severity, 1, 0, images, outputs, size, threads);
                rounds++;
            }
            while (Stopwatch.GetElapsedTime(start).TotalMilliseconds < 3);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds / rounds / count);
        }
        return best;
    }

    private static string Option(string[] args, string name, string fallback)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? args[at + 1] : fallback;
    }
}
