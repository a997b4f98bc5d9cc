using static TorchSharp.torch;

namespace ArchRepair.Engine.Repair.Data;

/// <summary>
/// What the original network answers to the unchanged images of a part; each image is asked once, when it is first needed.
/// Training asks for these answers under every change of an image (distillation, Hinton et al. 2015, arXiv 1503.02531).
/// </summary>
/// <remarks>Neighbours are asked together: the last bits of an answer may depend on how many rows are asked at once, and a resumed run must get the same.</remarks>
/// <param name="part">Images and labels.</param>
/// <param name="views">Makes normalized views.</param>
/// <param name="areForChangedViews">Whether changed views of an image are to be answered so too, not only clean ones.</param>
/// <param name="original">Normalized images [N,3,H,W] to logits [N,K], without gradients.</param>
internal sealed class OriginalAnswers(RepairPart part, ViewMaker views, bool areForChangedViews, Func<Tensor, Tensor> original) : IDisposable
{
    private const int ChunkImages = 64;
    private readonly bool[] isKnown = new bool[part.Labels.Count];
    private Tensor? logits; // [images,K]

    public bool AreForChangedViews => areForChangedViews;

    /// <summary>Images that were not asked yet.</summary>
    public int Unknown { get; private set; } = part.Labels.Count;

    /// <summary>Logits [N,K] of chosen images; where the original is wrong, corrected.</summary>
    public Tensor Of(IReadOnlyList<int> images)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach (var chunk in images.Where(image => !isKnown[image]).Select(image => image / ChunkImages).Distinct().ToArray())
        {
            Ask([.. Enumerable.Range(chunk * ChunkImages, Math.Min(ChunkImages, part.Labels.Count - (chunk * ChunkImages)))]);
        }
        return logits!.index_select(0, tensor(images.Select(image => (long)image).ToArray())).MoveToOuterDisposeScope();
    }

    public void Dispose() => logits?.Dispose();

    private void Ask(int[] images)
    {
        using var scope = NewDisposeScope();
        ViewRow[] rows = [.. images.Select(image => new ViewRow(image, ViewKind.Clean, Draw: 0))];
        var answers = Corrected(original(views.Make(part, rows, hasGeometry: false)), images);
        logits ??= empty([part.Labels.Count, answers.shape[1]]).DetachFromDisposeScope();
        logits.index_copy_(0, tensor(images.Select(image => (long)image).ToArray()), answers);
        foreach (var image in images) isKnown[image] = true;
        Unknown -= images.Length;
    }

    // What the original gets wrong it must not teach: there, the logits of its answer and of the label change places (knowledge
    // adjustment, Wen et al. 2019, arXiv 1911.07471).
    private Tensor Corrected(Tensor answered, int[] images)
    {
        var labels = tensor(images.Select(image => (long)part.Labels[image]).ToArray()).unsqueeze(1); // [n,1]
        var answers = answered.argmax(1, keepdim: true);
        var (top, own) = (answered.gather(1, answers), answered.gather(1, labels));
        return answered.scatter(1, answers, own).scatter_(1, labels, top);
    }
}
