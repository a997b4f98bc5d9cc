using ArchRepair.Engine.Models;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Localization;

/// <summary>
/// Reads examples as tensors: failures, then adversarial counterparts of passes that flipped, then passes. Counterparts are kept
/// as bytes, as coarse as the images themselves, so that memory stays small and what is kept is an image.
/// </summary>
internal sealed class ExampleBatches(
    ChainClassifier model, Normalization normalization, LocalizationExamples examples, LocalizationOptions options)
{
    private readonly List<(byte[] Image, int Label)> counterparts = [];
    private readonly Device device = model.parameters().First().device;

    /// <summary>Flipped counterparts that joined the failures.</summary>
    public int Counterparts => counterparts.Count;

    /// <summary>Makes counterparts of the passes, in order, until failures are enough.</summary>
    public void AddCounterparts(CancellationToken cancellation)
    {
        var adversarial = options.Adversarial;
        if (adversarial.Method == AdversarialMethod.None) return;
        for (var from = examples.Failures; from < examples.Count; from += options.BatchSize)
        {
            if (examples.Failures + counterparts.Count >= adversarial.EnoughFailures) return;
            cancellation.ThrowIfCancellationRequested();
            AddFlipped(from, Math.Min(options.BatchSize, examples.Count - from));
        }
    }

    /// <summary>Normalized images [n,3,H,W] and labels [n] from an example on, in the caller's dispose scope.</summary>
    public (Tensor Images, Tensor Labels) Read(int from, int count)
    {
        using var scope = NewDisposeScope();
        var bytes = new byte[count * examples.ImageBytes];
        var labels = new long[count];
        for (var i = 0; i < count; i++)
        {
            var (image, label) = At(from + i);
            image.Span.CopyTo(bytes.AsSpan(i * examples.ImageBytes));
            labels[i] = label;
        }
        var images = normalization.Apply(ImageTensor.Pixels(bytes, examples.Height, examples.Width, device));
        return (images.MoveToOuterDisposeScope(), tensor(labels).to(device).MoveToOuterDisposeScope());
    }

    private (ReadOnlyMemory<byte> Image, int Label) At(int index)
    {
        if (index >= examples.Failures && index < examples.Failures + counterparts.Count)
            return counterparts[index - examples.Failures];
        var original = index < examples.Failures ? index : index - counterparts.Count;
        return (examples.Images.Slice(original * examples.ImageBytes, examples.ImageBytes), examples.Labels[original]);
    }

    private void AddFlipped(int from, int count)
    {
        using var scope = NewDisposeScope();
        var original = examples.Images.Slice(from * examples.ImageBytes, count * examples.ImageBytes);
        var pixels = ImageTensor.Pixels(original.Span, examples.Height, examples.Width, device);
        var labels = tensor(examples.Labels.Skip(from).Take(count).Select(label => (long)label).ToArray()).to(device);
        var changed = AdversarialCounterparts.Make(model, normalization, pixels, labels, options.Adversarial);
        using var noGrad = no_grad();
        // Rounding moves a value by half a level at most; what flips only without it is no image and is not kept.
        var levels = changed.mul(255).round_();                                                              // [n,3,H,W]
        var flipped = model.call(normalization.Apply(levels.div(255))).argmax(1).ne(labels).cpu().data<bool>().ToArray(); // [n]
        var bytes = levels.to_type(ScalarType.Byte).permute(0, 2, 3, 1).contiguous().cpu().data<byte>().ToArray();        // [n,H,W,3]
        for (var i = 0; i < count && examples.Failures + counterparts.Count < options.Adversarial.EnoughFailures; i++)
            if (flipped[i]) counterparts.Add((bytes[(i * examples.ImageBytes)..((i + 1) * examples.ImageBytes)], examples.Labels[from + i]));
    }
}
