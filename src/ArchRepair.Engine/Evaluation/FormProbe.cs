using ArchRepair.Engine.Models;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Evaluation;

/// <summary>Compares a fast form with the network's own forward pass before it is trusted with answers.</summary>
internal static class FormProbe
{
    /// <summary>Largest difference of a logit, as a share of the largest logit, that rounding may make.</summary>
    public const float Tolerance = 1e-5f;

    private const int LargestSmallImage = 64;

    /// <summary>Whether logits agree within <see cref="Tolerance"/> and every answer is the same, on random images.</summary>
    public static bool Agrees(InferenceForm candidate, InferenceForm reference, ChainClassifier model)
    {
        using var scope = NewDisposeScope();
        using var noGrad = inference_mode();
        var images = RandomImages(model.Specification);
        var (expected, actual) = (reference.Logits(images), candidate.Logits(images));
        if (!expected.isfinite().all().item<bool>() || !actual.isfinite().all().item<bool>()) return false;
        var allowed = Tolerance * expected.abs().max().item<float>();
        return actual.sub(expected).abs().max().item<float>() <= allowed && actual.argmax(1).eq(expected.argmax(1)).all().item<bool>();
    }

    private static Tensor RandomImages(ModelSpecification specification)
    {
        var size = specification.InputSize;
        var count = size <= LargestSmallImage ? 16 : 2;
        using var generator = new Generator(seed: 1);
        var bytes = randint(0, 256, [count, size, size, 3], generator: generator, dtype: ScalarType.Byte, device: CPU).bytes;
        return ImageBatch.Normalize(bytes, count, size, size, new PixelTable(specification.Normalization));
    }
}
