namespace ArchRepair.Engine.Evaluation;

/// <summary>How a predictor computes; the defaults are right for a check.</summary>
public sealed record PredictorOptions
{
    /// <summary>
    /// Computes exactly as the network's own forward pass does, bit for bit, instead of in a faster form whose logits agree to
    /// about 1e-6. Default: false.
    /// </summary>
    public bool Exact { get; init; }

    /// <summary>
    /// Answers images with a clear margin in bfloat16 and computes the others again in float, where the device multiplies
    /// bfloat16 itself. What a clear margin is, each batch measures on its own close calls; answers were float's in every
    /// measurement. Confidences of clear answers carry bfloat16's error. Default: false.
    /// </summary>
    public bool Screen { get; init; }

    /// <summary>
    /// Threads that the predictor may use in all, ≥ 1: calls that run at the same time share them, and many calls with one thread
    /// each are faster than one call with many. Default: 1.
    /// </summary>
    public int Threads { get; init; } = 1;

    /// <summary>Width of the images in pixels. Default: null, images are square.</summary>
    public int? Width { get; init; }
}
