namespace ArchRepair.Engine.Evaluation;

/// <summary>Answers of a network for 8-bit images. Safe to call from several threads at once.</summary>
/// <remarks>Made by <see cref="PredictorFactory"/>. Batches of 64 to 128 images are fastest.</remarks>
public abstract class Predictor : IDisposable
{
    /// <summary>How it computes, for reports: "eager", "folded", "fused" ….</summary>
    public abstract string Form { get; }

    /// <summary>Predicts the class of each image.</summary>
    /// <param name="images">uint8 [N,H,W,3], RGB.</param>
    /// <param name="count">N ≥ 0.</param>
    /// <param name="classes">Gets N classes in [0,K); the lowest of equals.</param>
    /// <param name="confidences">Gets N softmax probabilities of these classes in [0,1]; 0 where logits are not numbers.</param>
    /// <exception cref="ArgumentException">The bytes are not <paramref name="count"/> images, or a span is too short.</exception>
    public abstract void Predict(ReadOnlySpan<byte> images, int count, Span<ushort> classes, Span<float> confidences);

    public abstract void Dispose();
}
