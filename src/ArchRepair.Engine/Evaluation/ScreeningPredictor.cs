using System.Runtime.InteropServices;
using ArchRepair.Engine.Models;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Evaluation;

/// <summary>
/// Answers images whose two best logits lie far apart in bfloat16, and asks the float form about the others.
/// </summary>
/// <param name="coarse">Fast, with an error of a percent or so of the logits; disposed with this.</param>
/// <param name="fine">Decides where the coarse one is not sure; disposed with this.</param>
internal sealed class ScreeningPredictor(InferenceForm coarse, InferenceForm fine, Normalization normalization, PredictorOptions options) : Predictor
{
    /// <summary>
    /// Margin of the two best logits, as a share of the span of all, below which an image is asked again: twice the largest
    /// error that bfloat16 made in a logit of ResNet-20 or ResNet-56 on 18,750 corrupted CIFAR-10 images each (0.036 and 0.050;
    /// the answers it changed, 0.7 and 0.4 percent, all had margins up to 0.026 and 0.038). It asks 18 and 13 percent again.
    /// </summary>
    /// <remarks>The benchmark <c>screening</c> measures this.</remarks>
    internal const float SureMargin = 0.1f;

    private readonly PixelTable table = new(normalization);
    private readonly ThreadBudget budget = new(options.Threads);

    public override string Form => $"{coarse.Name}, close calls {fine.Name}";

    public override void Predict(ReadOnlySpan<byte> images, int count, Span<ushort> classes, Span<float> confidences)
    {
        var (height, width) = ImageBatch.Size(images.Length, count, options.Width);
        if (count == 0) return;
        using var turn = budget.Enter();
        using var scope = NewDisposeScope();
        using var noGrad = inference_mode();
        var input = ImageBatch.Normalize(images, count, height, width, table);
        var logits = coarse.Logits(input);
        var unsure = Unsure(logits);
        if (unsure.Length > 0)
        {
            var chosen = tensor(unsure);
            logits.index_copy_(0, chosen, fine.Logits(ChannelsLast.Of(input.index_select(0, chosen))));
        }
        Answers.Read(logits, classes[..count], confidences[..count]);
    }

    public override void Dispose()
    {
        coarse.Dispose();
        fine.Dispose();
    }

    private static long[] Unsure(Tensor logits)
    {
        var values = MemoryMarshal.Cast<byte, float>(logits.bytes);
        var count = (int)logits.shape[1];
        List<long> unsure = [];
        for (var image = 0; image < logits.shape[0]; image++)
            if (!IsSure(values.Slice(image * count, count))) unsure.Add(image);
        return [.. unsure];
    }

    private static bool IsSure(ReadOnlySpan<float> logits)
    {
        var (best, second, lowest) = (float.NegativeInfinity, float.NegativeInfinity, float.PositiveInfinity);
        foreach (var logit in logits)
        {
            (best, second) = logit > best ? (logit, best) : (best, Math.Max(second, logit));
            lowest = Math.Min(lowest, logit);
        }
        return best - second > SureMargin * (best - lowest); // false where anything is not a number
    }
}
