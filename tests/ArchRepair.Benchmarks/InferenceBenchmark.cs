using System.Diagnostics;
using System.Globalization;
using ArchRepair.Engine.Evaluation;
using ArchRepair.Engine.Formats;
using ArchRepair.Engine.Models;
using ArchRepair.Engine.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace ArchRepair.Benchmarks;

/// <summary>
/// Images per second of every inference form against the plain loop, in one process and interleaved, so that other work on the
/// machine disturbs all of them alike. Options: architecture, threads, batch, rounds, weights file.
/// </summary>
internal static class InferenceBenchmark
{
    private sealed record Contender(string Name, Action<int> RunBatches)
    {
        public List<double> ImagesPerSecond { get; } = [];

        /// <summary>Milliseconds of processor time for an image, over all threads: hardly moved by what else runs here.</summary>
        public List<double> ProcessorTime { get; } = [];
    }

    public static int Run(string[] args)
    {
        var architecture = args.ElementAtOrDefault(0) ?? "resnet20";
        var threads = int.Parse(args.ElementAtOrDefault(1) ?? "4", CultureInfo.InvariantCulture);
        var batch = int.Parse(args.ElementAtOrDefault(2) ?? "128", CultureInfo.InvariantCulture);
        var rounds = int.Parse(args.ElementAtOrDefault(3) ?? "7", CultureInfo.InvariantCulture);
        var backend = NativeBackend.Load(new NativeBackendOptions { Threads = threads });
        Console.WriteLine($"{architecture}, batch {batch}, {threads} threads, libtorch {backend.LibTorchVersion} {backend.CpuCapability}");
        using var model = Build(architecture, args.ElementAtOrDefault(4));
        var size = model.Specification.InputSize;
        var images = RandomBytes(batch * size * size * 3);
        var contenders = Contenders(model, images, batch, threads).ToList();
        Measure(contenders, batch, threads, rounds);
        var (plain, plainTime) = (Median(contenders[0].ImagesPerSecond), Median(contenders[0].ProcessorTime));
        foreach (var contender in contenders)
        {
            var (speed, time) = (Median(contender.ImagesPerSecond), Median(contender.ProcessorTime));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{contender.Name,-44} {speed,9:f0} images/s  ×{speed / plain:f2}   {time,6:f3} ms CPU/image  ×{plainTime / time:f2}"));
        }
        return 0;
    }

    private static IEnumerable<Contender> Contenders(ChainClassifier model, byte[] images, int batch, int threads)
    {
        yield return new($"plain loop, 1 × {threads}", batches =>
        {
            for (var index = 0; index < batches; index++) PlainBatch(model, images, batch);
        });
        yield return Streams("eager", new EagerForm(model), model, images, batch, threads);
        yield return Streams("folded", new FoldedForm(model, new PlainKernel()), model, images, batch, threads);
        if (OneDnn.Find() is not { } functions) yield break;
        yield return Streams("fused", new FoldedForm(model, new FusedKernel(functions)), model, images, batch, threads);
        if (!OneDnn.HasFastBFloat16) yield break;
        yield return Streams("fused bfloat16", new FoldedForm(model, new FusedKernel(functions), ScalarType.BFloat16), model, images, batch, threads);
        var screening = PredictorFactory.Create(model, model.Specification.Normalization, new PredictorOptions { Screen = true });
        yield return Streams(screening, images, batch, threads);
    }

    // What a straightforward program does: bytes to floats to normalized tensor, then the network, with all threads inside.
    private static void PlainBatch(ChainClassifier model, byte[] images, int batch)
    {
        using var scope = NewDisposeScope();
        using var noGrad = inference_mode();
        var size = model.Specification.InputSize;
        var pixels = tensor(images).view(batch, size, size, 3).permute(0, 3, 1, 2).contiguous().to(ScalarType.Float32).div_(255);
        model.call(model.Specification.Normalization.Apply(pixels)).argmax(1).data<long>().ToArray();
    }

    private static Contender Streams(string name, InferenceForm form, ChainClassifier model, byte[] images, int batch, int threads) =>
        Streams(new FormPredictor(form, model.Specification.Normalization, new PredictorOptions()), images, batch, threads) with { Name = $"{name}, {threads} × 1" };

    private static Contender Streams(Predictor predictor, byte[] images, int batch, int threads) => new($"{predictor.Form}, {threads} × 1", batches =>
        Parallel.For(0, batches, new ParallelOptions { MaxDegreeOfParallelism = threads },
            _ => predictor.Predict(images, batch, new ushort[batch], new float[batch])));

    private static void Measure(List<Contender> contenders, int batch, int threads, int rounds)
    {
        var batches = contenders.ConvertAll(_ => threads);
        for (var round = -1; round < rounds; round++)
        {
            foreach (var (index, contender) in contenders.Index())
            {
                var (start, used) = (Stopwatch.GetTimestamp(), Process.GetCurrentProcess().TotalProcessorTime);
                contender.RunBatches(batches[index]);
                var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
                var images = batches[index] * batch;
                if (round >= 0)
                {
                    contender.ImagesPerSecond.Add(images / seconds);
                    contender.ProcessorTime.Add((Process.GetCurrentProcess().TotalProcessorTime - used).TotalMilliseconds / images);
                }
                else batches[index] = Math.Max(4 * threads, (int)(batches[index] / seconds / threads) * threads); // the warm-up round sets the length: about a second
            }
        }
    }

    internal static ChainClassifier Build(string architecture, string? weights)
    {
        var model = ArchitectureCatalog.Create(new ModelSpecification(
            architecture, 10, Normalization.ImageNet, ArchitectureCatalog.UsualInputSize(architecture)));
        using var scope = NewDisposeScope();
        if (weights is not null)
        {
            var problems = WeightsLoader.Load(model, WeightsFile.Read(weights).Tensors.ToDictionary(stored => stored.Name, stored => stored.ToTensor()));
            if (problems.Count > 0) throw new InvalidDataException(string.Join('\n', problems.Select(problem => problem.Message)));
        }
        model.eval();
        return model;
    }

    private static byte[] RandomBytes(int count)
    {
        using var generator = new Generator(seed: 1);
        using var bytes = randint(0, 256, count, generator: generator, dtype: ScalarType.Byte);
        return bytes.bytes.ToArray();
    }

    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
