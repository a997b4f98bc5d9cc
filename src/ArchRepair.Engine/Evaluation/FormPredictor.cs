using ArchRepair.Engine.Models;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Evaluation;

/// <summary>A predictor that computes every image in one form.</summary>
internal sealed class FormPredictor(InferenceForm form, Normalization normalization, PredictorOptions options) : Predictor
{
    private readonly PixelTable table = new(normalization);
    private readonly ThreadBudget budget = new(options.Threads);

    public override string Form => form.Name;

    public override void Predict(ReadOnlySpan<byte> images, int count, Span<ushort> classes, Span<float> confidences)
    {
        var (height, width) = ImageBatch.Size(images.Length, count, options.Width);
        if (count == 0) return;
        using var turn = budget.Enter();
        using var scope = NewDisposeScope();
        using var noGrad = inference_mode();
        var logits = form.Logits(ImageBatch.Normalize(images, count, height, width, table));
        Answers.Read(logits, classes[..count], confidences[..count]);
    }

    public override void Dispose() => form.Dispose();
}
