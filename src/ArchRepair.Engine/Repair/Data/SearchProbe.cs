using static TorchSharp.torch;

namespace ArchRepair.Engine.Repair.Data;

/// <summary>Loss and accuracy on the search part.</summary>
/// <param name="CleanLoss">Mean cross entropy on clean views.</param>
/// <param name="CleanAccuracy">In [0,1].</param>
internal sealed record ProbeScore(double CleanLoss, double CleanAccuracy, double ChangedLoss, double ChangedAccuracy)
{
    /// <summary>What choices are made by: both kinds count alike.</summary>
    public double Loss => (CleanLoss + ChangedLoss) / 2;

    public double Accuracy => (CleanAccuracy + ChangedAccuracy) / 2;
}

/// <summary>The search part as it is and once changed, its features cached: what every choice is made on.</summary>
internal sealed class SearchProbe : IDisposable
{
    /// <summary>Images of one batch.</summary>
    public const int BatchRows = 250;

    private readonly List<(ViewKind Kind, FeatureStore Features, Tensor Labels)> batches = [];

    /// <param name="part">The search part.</param>
    /// <param name="views">Makes normalized views.</param>
    /// <param name="prefix">As in <see cref="FeaturePool"/>.</param>
    /// <param name="cache">Where features are kept.</param>
    /// <param name="limit">At most so many images.</param>
    public SearchProbe(RepairPart part, ViewMaker views, Func<Tensor, Tensor> prefix, FeatureCache cache, int limit)
    {
        foreach (var kind in Enum.GetValues<ViewKind>())
        {
            foreach (var chunk in Enumerable.Range(0, Math.Min(limit, part.Labels.Count)).Chunk(BatchRows))
            {
                using var scope = NewDisposeScope();
                using var noGrad = no_grad();
                var features = prefix(views.Make(part, [.. chunk.Select(image => new ViewRow(image, kind, (ulong)image))], hasGeometry: false));
                var labels = tensor(chunk.Select(image => (long)part.Labels[image]).ToArray());
                var rows = features.permute(0, 2, 3, 1); // [n,H',W',C]
                var store = new FeatureStore(cache, chunk.Length, rows.shape[1..]);
                store.Write(Places(chunk.Length), rows);
                batches.Add((kind, store, labels.DetachFromDisposeScope()));
            }
        }
    }

    /// <summary>Scores what turns features into logits [N,K].</summary>
    /// <param name="suffix">Features [N,C,H,W] to logits.</param>
    /// <param name="limit">At most so many images of each kind, in whole batches; for choices among many.</param>
    public ProbeScore Measure(Func<Tensor, Tensor> suffix, int limit = int.MaxValue)
    {
        var (clean, changed) = (Measure(suffix, ViewKind.Clean, limit), Measure(suffix, ViewKind.Changed, limit));
        return new(clean.Loss, clean.Accuracy, changed.Loss, changed.Accuracy);
    }

    /// <summary>Batches of both kinds.</summary>
    public int Batches => batches.Count;

    /// <summary>Some features and classes for timing; in the caller's dispose scope.</summary>
    public (Tensor Features, Tensor Labels) Sample(int rows)
    {
        var (_, features, labels) = batches[0];
        var count = Math.Min(rows, labels.shape[0]);
        return (features.Read(Places((int)count)).permute(0, 3, 1, 2), labels.narrow(0, 0, count));
    }

    public void Dispose()
    {
        foreach (var (_, features, labels) in batches)
        {
            features.Dispose();
            labels.Dispose();
        }
    }

    private static long[] Places(int count) => [.. Enumerable.Range(0, count).Select(place => (long)place)];

    private (double Loss, double Accuracy) Measure(Func<Tensor, Tensor> suffix, ViewKind kind, int limit)
    {
        var (loss, right, count) = (0.0, 0L, 0L);
        using var noGrad = no_grad();
        foreach (var (_, features, labels) in batches.Where(batch => batch.Kind == kind))
        {
            if (count >= limit) break;
            using var scope = NewDisposeScope();
            var logits = suffix(features.Read(Places((int)labels.shape[0])).permute(0, 3, 1, 2)); // [n,K]
            loss += nn.functional.cross_entropy(logits, labels, reduction: nn.Reduction.Sum).item<float>();
            right += logits.argmax(1).eq(labels).sum().item<long>();
            count += labels.shape[0];
        }
        return (loss / count, (double)right / count);
    }
}
