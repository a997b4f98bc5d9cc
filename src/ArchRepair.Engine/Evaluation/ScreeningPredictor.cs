using System.Runtime.InteropServices;
using ArchRepair.Engine.Models;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Evaluation;

/// <summary>
/// Answers images whose two best logits lie far apart in bfloat16, and asks the float form about the others. How far is far is
/// measured on each batch: what is asked again shows how wrong bfloat16 is here, and every image that such an error could turn
/// is asked as well, until none is left.
/// </summary>
/// <remarks>
/// An answer turns only where the errors of two logits together exceed their distance, so that a margin of twice the largest
/// error of any logit would be proof. The largest is known for the images asked again; <see cref="Safety"/> covers the others.
/// A batch is judged alone: its answers do not depend on what else runs, nor on the order of batches.
/// </remarks>
/// <param name="coarse">Fast, with an error of a percent or so of the logits; disposed with this.</param>
/// <param name="fine">Decides where the coarse one is not sure; disposed with this.</param>
internal sealed class ScreeningPredictor(InferenceForm coarse, InferenceForm fine, Normalization normalization, PredictorOptions options) : Predictor
{
    /// <summary>
    /// Margin of the two best logits, as a share of the span of all, below which an image is always asked again. bfloat16's
    /// largest error in a logit was 0.036 (ResNet-20) and 0.050 (ResNet-56) of the span on 18,750 corrupted CIFAR-10 images
    /// each; the answers that it alone would have changed, 0.7 and 0.4 percent, had margins up to 0.026 and 0.038.
    /// </summary>
    /// <remarks>The benchmark <c>screening</c> measures this.</remarks>
    internal const float LeastMargin = 0.05f;

    /// <summary>Errors of images that were not asked again may exceed those of images that were, by this factor.</summary>
    internal const float Safety = 1.25f;

    /// <summary>Images of a batch that are asked again in any case, those with the smallest margins: enough to see an error.</summary>
    internal const int LeastAsked = 8;

    private readonly PixelTable table = new(normalization);
    private readonly ThreadBudget budget = new(options.Threads);
    private long answered;
    private long askedAgain;

    public override string Form => $"{coarse.Name}, close calls {fine.Name}";

    /// <summary>Share of all images so far that the float form had to answer, in [0,1].</summary>
    internal double ShareAskedAgain => answered == 0 ? 0 : (double)askedAgain / answered;

    public override void Predict(ReadOnlySpan<byte> images, int count, Span<ushort> classes, Span<float> confidences)
    {
        var (height, width) = ImageBatch.Size(images.Length, count, options.Width);
        if (count == 0) return;
        using var turn = budget.Enter();
        using var scope = NewDisposeScope();
        using var noGrad = inference_mode();
        var input = ImageBatch.Normalize(images, count, height, width, table); // [N,3,H,W]
        var logits = coarse.Logits(input);                                     // [N,K]
        var doubts = Doubts.Of(logits);
        for (var asked = doubts.TakeFirst(LeastMargin, LeastAsked); asked.Length > 0; asked = doubts.TakeBelow(2 * Safety * doubts.LargestError))
        {
            var rows = tensor(asked);
            var exact = fine.Logits(ChannelsLast.Of(input.index_select(0, rows)));
            doubts.Compare(asked, logits, exact);
            logits.index_copy_(0, rows, exact);
            Interlocked.Add(ref askedAgain, asked.Length);
        }
        Interlocked.Add(ref answered, count);
        Answers.Read(logits, classes[..count], confidences[..count]);
    }

    public override void Dispose()
    {
        coarse.Dispose();
        fine.Dispose();
    }

    /// <summary>Which images of a batch are still answered by the coarse form alone, and how wrong it was where one knows.</summary>
    private sealed class Doubts(float[] margins, float[] spans)
    {
        private readonly bool[] isAsked = new bool[margins.Length];

        /// <summary>Largest error of a logit, as a share of its image's span; not a number where a logit is not.</summary>
        public float LargestError { get; private set; }

        public static Doubts Of(Tensor logits)
        {
            var values = MemoryMarshal.Cast<byte, float>(logits.bytes);
            var (count, classes) = ((int)logits.shape[0], (int)logits.shape[1]);
            var (margins, spans) = (new float[count], new float[count]);
            for (var image = 0; image < count; image++)
                (margins[image], spans[image]) = Margin(values.Slice(image * classes, classes));
            return new Doubts(margins, spans);
        }

        /// <summary>All below a margin, and the closest calls up to a number.</summary>
        public long[] TakeFirst(float margin, int least)
        {
            var below = TakeBelow(margin);
            if (below.Length >= least) return below;
            long[] closest = [.. Enumerable.Range(0, margins.Length).Where(image => !isAsked[image]).OrderBy(image => margins[image]).Take(least - below.Length)];
            foreach (var image in closest) isAsked[image] = true;
            return [.. below, .. closest];
        }

        /// <summary>All below a margin that were not taken before; an unknown margin on either side counts as below.</summary>
        public long[] TakeBelow(float margin)
        {
            List<long> taken = [];
            for (var image = 0; image < margins.Length; image++)
            {
                if (isAsked[image] || margins[image] > margin) continue;
                isAsked[image] = true;
                taken.Add(image);
            }
            return [.. taken];
        }

        public void Compare(long[] images, Tensor rough, Tensor exact)
        {
            var roughValues = MemoryMarshal.Cast<byte, float>(rough.bytes);
            var exactValues = MemoryMarshal.Cast<byte, float>(exact.bytes);
            var classes = (int)rough.shape[1];
            for (var row = 0; row < images.Length; row++)
            {
                var image = (int)images[row];
                for (var index = 0; index < classes; index++)
                {
                    var error = MathF.Abs(roughValues[image * classes + index] - exactValues[row * classes + index]) / spans[image];
                    LargestError = MathF.Max(LargestError, error); // stays "not a number" once it is
                }
            }
        }

        // Not a number where a logit is none: such an image is never sure.
        private static (float Margin, float Span) Margin(ReadOnlySpan<float> logits)
        {
            var (best, second, lowest) = (float.NegativeInfinity, float.NegativeInfinity, float.PositiveInfinity);
            foreach (var logit in logits)
            {
                if (float.IsNaN(logit)) return (float.NaN, float.NaN);
                (best, second) = logit > best ? (logit, best) : (best, Math.Max(second, logit));
                lowest = Math.Min(lowest, logit);
            }
            return ((best - second) / (best - lowest), best - lowest);
        }
    }
}
