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
/// process: computes for a few seconds at each line of its input, and answers "images seconds processor-seconds".
/// </summary>
internal static class SpeedServer
{
    private const int Batch = 128;

    /// <summary>Longer than the last batch of the slowest thread, which the others wait for.</summary>
    private const double Turn = 3;

    public static int Run(string[] args)
    {
        var (contender, architecture, threads) = (args[0], args[1], int.Parse(args[2], CultureInfo.InvariantCulture));
        NativeBackend.Load(new NativeBackendOptions { Threads = threads, AppliesProcessSettings = contender != "plain" });
        using var model = InferenceBenchmark.Build(architecture, args[3].Length == 0 ? null : args[3]);
        var images = Images(args[4], model.Specification.InputSize);
        Func<int> turn = contender switch
        {
            "plain" => Plain(model, images, architecture),
            "bound" => Bound(ModelInspector.Describe(model).MultiplyAdds, threads),
            _ => Ours(model, images, threads, contender),
        };
        while (Console.ReadLine() is not null)
        {
            using var self = Process.GetCurrentProcess();
            var (start, used) = (Stopwatch.GetTimestamp(), self.TotalProcessorTime);
            var count = turn();
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
        return () => OnThreads(threads, (worker, round) =>
        {
            var at = (worker + round * threads) % batches;
            predictor.Predict(images.AsSpan(at * Batch * 3 * size * size, Batch * 3 * size * size), Batch, new ushort[Batch], new float[Batch]);
            return Batch;
        });
    }

    // What no direct convolution can beat here: the same number of multiply-adds in one kind of convolution that suits the processor.
    private static Func<int> Bound(long multiplyAdds, int threads)
    {
        const int channels = 128, side = 16, batch = 32;
        var functions = OneDnn.Find() ?? throw new PlatformNotSupportedException("This libtorch has no fused convolutions.");
        using var convolution = nn.Conv2d(channels, channels, kernel_size: 3, padding: 1, bias: false);
        using var norm = nn.BatchNorm2d(channels);
        norm.eval();
        var folded = FoldedConvolution.Fold(convolution, norm, ScalarType.Float32);
        var input = ChannelsLast.Of(rand(batch, channels, side, side)).DetachFromDisposeScope();
        var images = batch * (9L * channels * channels * side * side) / (double)multiplyAdds;
        var whole = Math.Max(1, (int)Math.Round(100 / images));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"oneDNN's 3×3 convolutions of {channels} channels in float32, {multiplyAdds / 1e6:f1} million multiply-adds counted as an image"));
        return () => OnThreads(threads, (_, _) =>
        {
            using var noGrad = inference_mode();
            for (var index = 0; index < whole; index++) functions.Convolve(folded, input, isRectified: true).Dispose();
            return (int)Math.Round(whole * images);
        });
    }

    private static int OnThreads(int threads, Func<int, int, int> batch)
    {
        var (deadline, count) = (Stopwatch.GetTimestamp() + (long)(Turn * Stopwatch.Frequency), 0);
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, worker =>
        {
            set_num_threads(1);
            for (var round = 0; Stopwatch.GetTimestamp() < deadline; round++) Interlocked.Add(ref count, batch(worker, round));
        });
        return count;
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
        return () => PlainFor(model, images, best, Turn);
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
