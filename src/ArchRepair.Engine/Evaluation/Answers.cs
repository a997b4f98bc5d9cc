using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Evaluation;

/// <summary>From logits to classes and confidences.</summary>
internal static class Answers
{
    /// <param name="logits">float [N,K], contiguous, on the CPU.</param>
    /// <param name="classes">Gets N classes.</param>
    /// <param name="confidences">Gets N softmax probabilities.</param>
    public static void Read(Tensor logits, Span<ushort> classes, Span<float> confidences)
    {
        var values = MemoryMarshal.Cast<byte, float>(logits.bytes);
        var count = (int)logits.shape[1];
        for (var image = 0; image < classes.Length; image++)
            (classes[image], confidences[image]) = Answer(values.Slice(image * count, count));
    }

    private static (ushort Class, float Confidence) Answer(ReadOnlySpan<float> logits)
    {
        var best = 0;
        for (var index = 1; index < logits.Length; index++)
            if (logits[index] > logits[best] || float.IsNaN(logits[best])) best = index;
        var sum = 0.0;
        foreach (var logit in logits) sum += Math.Exp(logit - logits[best]);
        return ((ushort)best, float.IsFinite(logits[best]) && double.IsFinite(sum) ? (float)(1 / sum) : 0);
    }
}
