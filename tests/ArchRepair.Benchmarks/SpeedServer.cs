using System.Diagnostics;
using System.Globalization;
using ArchRepair.Engine.Evaluation;
using ArchRepair.Engine.Formats;
using ArchRepair.Engine.Models;
using ArchRepair.Engine.Native;
using static TorchSharp.torch;

namespace ArchRepair.Benchmarks;

/// <summary>
/// One contender of <see cref="SpeedBenchmark"/> in a process of its own, because allocator and OpenMP settings hold for a whole
/// process: computes for about a second at each line of its input, and answers "images seconds processor-seconds".
/// </summary>
internal static class SpeedServer
{
    private const int Batch = 128;

    public static int Run(string[] args)
    {
        var (contender, architecture, threads) = (args[0], args[1], int.Parse(args[2], CultureInfo.InvariantCulture));
        NativeBackend.Load(new NativeBackendOptions { Threads = threads, AppliesProcessSettings = contender != "plain" });
        using var model = InferenceBenchmark.Build(architecture, args[3].Length == 0 ? null : args[3]);
        var images = Images(args[4], model.Specification.InputSize);
        Func<int> second = contender == "plain" ? Plain(model, images, architecture) : Ours(model, images, threads, contender);
        while (Console.ReadLine() is not null)
        {
            using var self = Process.GetCurrentProcess();
            var (start, used) = (Stopwatch.GetTimestamp(), self.TotalProcessorTime);
            var count = second();
            self.Refresh();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{count} {Stopwatch.GetElapsedTime(start).TotalSeconds:f6} {(self.TotalProcessorTime - used).TotalSeconds:f6}"));
        }
        return 0;
    }

    private static Func<int> Ours(ChainClassifier model, byte[] images, int threads, string contender)
    {
        var options = new PredictorOptions { Threads = threads, Screen = contender == "screen" };
        var predictor = PredictorFactory.Create(model, model.Specification.Normalization, options);
        Console.WriteLine(predictor.Form);
        var size = model.Specification.InputSize;
        var batches = images.Length / (3 * size * size) / Batch;
        return () =>
        {
            var (deadline, count) = (Stopwatch.GetTimestamp() + Stopwatch.Frequency, 0);
            Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, worker =>
            {
                var (classes, confidences) = (new ushort[Batch], new float[Batch]);
                for (var at = worker; Stopwatch.GetTimestamp() < deadline; at = (at + threads) % batches)
                {
                    predictor.Predict(images.AsSpan(at * Batch * 3 * size * size, Batch * 3 * size * size), Batch, classes, confidences);
                    Interlocked.Add(ref count, Batch);
                }
            });
            return count;
        };
    }

    // What a straightforward program does: bytes to floats to a normalized tensor, then the network, with all threads inside; at the
    // batch size that is best for it.
    private static Func<int> Plain(ChainClassifier model, byte[] images, string architecture)
    {
        int[] sizes = [64, 128, 256, 512];
        var best = sizes.MaxBy(size =>
        {
            PlainFor(model, images, size, 0.2);
            var start = Stopwatch.GetTimestamp();
            return PlainFor(model, images, size, 1) / Stopwatch.GetElapsedTime(start).TotalSeconds;
        });
        Console.WriteLine($"plain TorchSharp loop of {architecture}, batch {best}");
        return () => PlainFor(model, images, best, 1);
    }

    private static int PlainFor(ChainClassifier model, byte[] images, int batch, double seconds)
    {
        var size = model.Specification.InputSize;
        var batches = images.Length / (3 * size * size) / batch;
        var (start, count) = (Stopwatch.GetTimestamp(), 0);
        for (var at = 0; Stopwatch.GetElapsedTime(start).TotalSeconds < seconds; at = (at + 1) % batches)
        {
            using var scope = NewDisposeScope();
            using var noGrad = no_grad();
            var pixels = tensor(images.AsSpan(at * batch * 3 * size * size, batch * 3 * size * size).ToArray()).view(batch, size, size, 3);
            var input = model.Specification.Normalization.Apply(pixels.permute(0, 3, 1, 2).contiguous().to(ScalarType.Float32).div_(255));
            model.call(input).argmax(1).data<long>().ToArray();
            count += batch;
        }
        return count;
    }

    // Real images where they fit, so that the screen meets real margins.
    private static byte[] Images(string folder, int size)
    {
        if (size != 32) throw new ArgumentException($"The images are 32×32; the network takes {size}×{size}.", nameof(size));
        return [.. Directory.EnumerateFiles(folder, "*.npy").Where(file => Path.GetFileName(file) != "labels.npy").Order(StringComparer.Ordinal)
            .SelectMany(file => NpyFile.ReadAll(file).Bytes.ToArray())];
    }
}
