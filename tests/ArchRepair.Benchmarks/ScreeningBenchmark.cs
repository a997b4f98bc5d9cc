using System.Globalization;
using ArchRepair.Engine.Evaluation;
using ArchRepair.Engine.Formats;
using ArchRepair.Engine.Native;
using static TorchSharp.torch;

namespace ArchRepair.Benchmarks;

/// <summary>
/// What bfloat16 does to answers on real images, which margin catches it, and whether the screen gives float's answers: the
/// measurement behind <see cref="ScreeningPredictor"/>. Options: architecture, weights file, a folder of CIFAR-C arrays, images
/// of each.
/// </summary>
internal static class ScreeningBenchmark
{
    private const int Batch = 125;
    private static readonly float[] Margins = [0.01f, 0.02f, 0.03f, 0.05f, 0.075f, 0.1f, 0.15f, 0.2f];

    public static int Run(string[] args)
    {
        NativeBackend.Load(new NativeBackendOptions());
        if (OneDnn.Find() is not { } functions) return 4;
        using var model = InferenceBenchmark.Build(args[0], args[1]);
        using var fine = new FoldedForm(model, new FusedKernel(functions));
        using var coarse = new FoldedForm(model, new FusedKernel(functions), ScalarType.BFloat16);
        using var screen = new ScreeningPredictor(
            new FoldedForm(model, new FusedKernel(functions), ScalarType.BFloat16), new FoldedForm(model, new FusedKernel(functions)),
            model.Specification.Normalization, new PredictorOptions());
        var (classes, confidences, wrong) = (new ushort[Batch], new float[Batch], 0L);
        var unsure = new long[Margins.Length];
        var (images, changed, largestLostMargin, largestError) = (0L, 0L, 0f, 0f);
        foreach (var file in Directory.EnumerateFiles(args[2], "*.npy").Where(file => Path.GetFileName(file) != "labels.npy"))
        {
            var pixels = NpyFile.ReadAll(file).Bytes;
            var count = Math.Min(pixels.Length / 3072, int.Parse(args.ElementAtOrDefault(3) ?? "1250", CultureInfo.InvariantCulture));
            for (var start = 0; start + Batch <= count; start += Batch)
            {
                using var scope = NewDisposeScope();
                using var noGrad = inference_mode();
                var input = ImageBatch.Normalize(pixels.Span.Slice(start * 3072, Batch * 3072), Batch, 32, 32, new PixelTable(model.Specification.Normalization));
                var (exact, rough) = (fine.Logits(input), coarse.Logits(input));
                var best = rough.topk(2, dim: 1).values;                              // [N,2]
                var span = best.select(1, 0).sub(rough.amin([1]));                    // [N]
                var margin = best.select(1, 0).sub(best.select(1, 1)).div(span);      // [N]
                var lost = rough.argmax(1).ne(exact.argmax(1));
                images += Batch;
                screen.Predict(pixels.Span.Slice(start * 3072, Batch * 3072), Batch, classes, confidences);
                wrong += exact.argmax(1).data<long>().ToArray().Zip(classes).Count(pair => pair.First != pair.Second);
                changed += lost.sum().item<long>();
                largestLostMargin = Math.Max(largestLostMargin, margin.where(lost, margin.mul(0)).max().item<float>());
                largestError = Math.Max(largestError, rough.sub(exact).abs().amax([1]).div(span).max().item<float>());
                for (var index = 0; index < Margins.Length; index++) unsure[index] += margin.le(Margins[index]).sum().item<long>();
            }
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{args[0]}: {images} images, bfloat16 alone changes {changed} answers, the largest margin among them is {largestLostMargin:f4}, the largest error {largestError:f4} (shares of the span of the logits)"));
        foreach (var (margin, count) in Margins.Zip(unsure))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"margin {margin,5:f3}: {(double)count / images,7:p2} are asked again"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"screen: {screen.ShareAskedAgain:p2} are asked again, {wrong} answers differ from float's"));
        return 0;
    }
}
