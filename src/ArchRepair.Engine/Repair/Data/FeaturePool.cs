using static TorchSharp.torch;

namespace ArchRepair.Engine.Repair.Data;

/// <summary>How large a pool is and how fast its rows are exchanged.</summary>
/// <param name="BatchRows">Rows of one batch.</param>
/// <param name="CleanShare">Share of clean rows in every batch.</param>
/// <param name="Capacity">Rows kept; as many as a batch has means no cache: every batch is new.</param>
/// <param name="FreshRows">Rows exchanged at each step.</param>
internal sealed record PoolSize(int BatchRows, double CleanShare, int Capacity, int FreshRows)
{
    public int CleanRows => (int)Math.Round(BatchRows * CleanShare);

    /// <summary>The part of one kind.</summary>
    public (int Batch, int Capacity, int Fresh) Of(ViewKind kind)
    {
        var share = kind == ViewKind.Clean ? (double)CleanRows / BatchRows : (double)(BatchRows - CleanRows) / BatchRows;
        var batch = kind == ViewKind.Clean ? CleanRows : BatchRows - CleanRows;
        return (batch, Math.Max(batch, (int)(Capacity * share)), Math.Clamp((int)Math.Ceiling(FreshRows * share), 0, Math.Max(batch, 0)));
    }
}

/// <summary>
/// Features that enter the trainable part, cached: rows are drawn from a pool whose oldest rows are exchanged a few at a time, so
/// that the frozen prefix runs for a fraction of the rows that training sees, and augmentation still never ends.
/// </summary>
/// <remarks>The content of the pool depends on the seed and the step alone, so that a resumed run sees the same batches.</remarks>
internal sealed class FeaturePool : ITrainingBatches
{
    private const int ChunkRows = 256;
    private readonly RepairPart part;
    private readonly ViewMaker views;
    private readonly Func<Tensor, Tensor> prefix;
    private readonly OriginalAnswers? answers;
    private readonly FeatureCache cache;
    private readonly ulong seed;
    private readonly List<Region> regions;

    /// <param name="part">Images and labels.</param>
    /// <param name="views">Makes normalized views.</param>
    /// <param name="prefix">Normalized images [N,3,H,W] to features [N,C,H',W'], without gradients; returns a tensor of its own.</param>
    /// <param name="size">Rows.</param>
    /// <param name="seed">Of order and augmentation; different for different pools.</param>
    /// <param name="step">The step that will be taken first.</param>
    /// <param name="answers">What the original answers to these images; null without distillation.</param>
    /// <param name="cache">Where rows are kept; null for memory without a limit.</param>
    public FeaturePool(
        RepairPart part, ViewMaker views, Func<Tensor, Tensor> prefix, PoolSize size, ulong seed, int step, OriginalAnswers? answers = null,
        FeatureCache? cache = null)
    {
        (this.part, this.views, this.prefix, this.seed, NextStep, this.answers) = (part, views, prefix, seed, step, answers);
        this.cache = cache ?? FeatureCache.Unlimited;
        regions = [.. Enum.GetValues<ViewKind>().Where(kind => size.Of(kind).Batch > 0).Select(kind => new Region(kind, size, part, seed))];
        foreach (var region in regions) FillAll(region, step);
    }

    /// <summary>The step that the next batch is for.</summary>
    public int NextStep { get; private set; }

    /// <summary>The batch of the next step: clean rows first, features channels last in memory.</summary>
    public TrainingBatch Take()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var step = NextStep++;
        List<Tensor> features = [];
        List<int> images = [];
        foreach (var region in regions)
        {
            var random = new CounterRandom(seed, 8 + (ulong)region.Kind, (ulong)step);
            var isWhole = region.Capacity == region.Batch;
            long[] slots = [.. Enumerable.Range(0, region.Batch).Select(row => isWhole ? row : (long)random.Below(region.Capacity))];
            features.Add(region.Rows!.Read(slots));
            images.AddRange(slots.Select(slot => region.Images[slot]));
        }
        var batch = cat(features, 0).permute(0, 3, 1, 2); // [N,C,H',W']
        var classes = tensor(images.Select(image => (long)part.Labels[image]).ToArray());
        var clean = regions.Where(region => region.Kind == ViewKind.Clean).Sum(region => region.Batch);
        var asked = answers is { AreForChangedViews: true } ? images.Count : clean;
        var targets = asked == 0 ? null : answers?.Of(images[..asked]);
        foreach (var region in regions) Exchange(region, step);
        return new(batch.MoveToOuterDisposeScope(), classes.MoveToOuterDisposeScope(), targets?.MoveToOuterDisposeScope());
    }

    public void Dispose()
    {
        foreach (var region in regions) region.Rows?.Dispose();
    }

    // After `step` exchanges of `Fresh` rows each, sample q < Capacity + step·Fresh stands in slot q mod Capacity unless a later one does.
    private void FillAll(Region region, int step)
    {
        var end = region.Capacity + ((long)step * region.Fresh);
        Write(region, [.. Enumerable.Range(0, region.Capacity).Select(slot => end - 1 - ((end - 1 - slot) % region.Capacity))]);
    }

    private void Exchange(Region region, int step)
    {
        var start = region.Capacity + ((long)step * region.Fresh);
        if (region.Fresh > 0) Write(region, [.. Enumerable.Range(0, region.Fresh).Select(index => start + index)]);
    }

    private void Write(Region region, long[] samples)
    {
        foreach (var chunk in samples.Chunk(ChunkRows))
        {
            using var scope = NewDisposeScope();
            using var noGrad = no_grad();
            ViewRow[] rows = [.. chunk.Select(sample => new ViewRow(region.Order.At(sample), region.Kind, ((ulong)sample << 1) ^ seed))];
            var features = prefix(views.Make(part, rows, hasGeometry: true)).permute(0, 2, 3, 1); // [n,H',W',C]
            region.Rows ??= new FeatureStore(cache, region.Capacity, features.shape[1..]);
            long[] slots = [.. chunk.Select(sample => sample % region.Capacity)];
            region.Rows.Write(slots, features);
            foreach (var (slot, row) in slots.Zip(rows)) region.Images[slot] = row.Image;
        }
    }

    private sealed class Region
    {
        public Region(ViewKind kind, PoolSize size, RepairPart part, ulong seed)
        {
            Kind = kind;
            (Batch, Capacity, Fresh) = size.Of(kind);
            Images = new int[Capacity];
            Order = new ImageOrder(part.Labels.Count, seed, (ulong)kind);
        }

        public ViewKind Kind { get; }

        public int Batch { get; }

        public int Capacity { get; }

        public int Fresh { get; }

        /// <summary>Which image stands in each slot.</summary>
        public int[] Images { get; }

        public ImageOrder Order { get; }

        /// <summary>[H',W',C] each.</summary>
        public FeatureStore? Rows { get; set; }
    }
}
