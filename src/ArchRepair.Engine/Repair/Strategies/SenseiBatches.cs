using ArchRepair.Engine.Models;
using ArchRepair.Engine.Repair.Data;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Repair.Strategies;

/// <summary>Clean rows, then the hardest variants that a genetic search has found so far for other images.</summary>
internal sealed class SenseiBatches : ITrainingBatches
{
    public const int Population = 8;
    private const double MutationShare = 0.6;
    private const double EasyLoss = 1e-3; // the selective variant's point: what is robust needs no search

    private readonly RepairRun run;
    private readonly RepairPart part;
    private readonly FeaturePool? clean;
    private readonly OriginalAnswers? answers;
    private readonly ImageOrder order;
    private readonly int rows;
    private readonly Dictionary<int, Variant[]> populations = [];
    private readonly HashSet<int> easy = [];
    private long step;

    public SenseiBatches(RepairRun run, int start)
    {
        (this.run, part, step) = (run, run.Input.Images.Fit, start);
        answers = run.AnswersTo(part);
        var cleanRows = (int)Math.Round(run.Recipe.BatchRows * run.Recipe.CleanShare);
        rows = Math.Max(1, run.Recipe.BatchRows - cleanRows);
        order = new ImageOrder(part.Labels.Count, run.Plan.Seed, purpose: 0x5E);
        clean = cleanRows == 0 ? null : new FeaturePool(
            part, run.Views, run.PrefixOf(0), new PoolSize(cleanRows, 1, cleanRows, cleanRows), run.Plan.Seed, start, answers);
    }

    /// <summary>Images whose hardest variant is easy.</summary>
    public int EasyImages => easy.Count;

    public TrainingBatch Take()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var first = step++ * rows;
        int[] images = [.. Enumerable.Range(0, rows).Select(row => order.At(first + row))];
        Variant[] hardest = [.. Search(images, (ulong)first)];
        var views = MakeViews(images, hardest);
        var labels = LabelsOf(images);
        var own = new TrainingBatch(views, labels, answers is { AreForChangedViews: true } ? answers.Of(images) : null);
        return (clean is null ? own : clean.Take().With(own)).MoveToOuterDisposeScope();
    }

    public void Dispose() => clean?.Dispose();

    // One generation for each image: parents and children compete, the fitter half lives on.
    private IEnumerable<Variant> Search(int[] images, ulong draw)
    {
        var searched = images.Where(image => !easy.Contains(image)).Distinct().ToArray();
        var candidates = searched.SelectMany((image, index) => Candidates(image, draw + (ulong)index)).ToArray();
        var losses = candidates.Length == 0 ? [] : LossesOf([.. candidates.Select(candidate => candidate.Image)], [.. candidates.Select(candidate => candidate.Variant)]);
        foreach (var group in candidates.Zip(losses, (candidate, loss) => (candidate.Image, candidate.Variant, Loss: loss)).GroupBy(entry => entry.Image))
        {
            var ranked = group.OrderByDescending(entry => entry.Loss).ToArray();
            populations[group.Key] = [.. ranked.Take(Population).Select(entry => entry.Variant)];
            if (ranked[0].Loss < EasyLoss) easy.Add(group.Key);
        }
        return images.Select(image => easy.Contains(image) ? Variant.None : populations[image][0]);
    }

    private IEnumerable<(int Image, Variant Variant)> Candidates(int image, ulong draw)
    {
        var random = new CounterRandom(run.Plan.Seed, 0x5E5E, (draw * 31) + (ulong)image);
        if (!populations.TryGetValue(image, out var parents))
            return [.. Enumerable.Range(0, Population).Select(_ => (image, Variant.Draw(ref random)))];
        var children = new Variant[Population / 2];
        for (var i = 0; i < children.Length; i++)
        {
            var (mother, father) = (parents[random.Below(Population)], parents[random.Below(Population)]);
            children[i] = random.Unit() < MutationShare ? mother.Mutate(ref random) : mother.Cross(father, ref random);
        }
        return [.. parents.Concat(children).Select(variant => (image, variant))];
    }

    private float[] LossesOf(int[] images, Variant[] variants)
    {
        using var mode = new EvaluationMode(run.Model);
        var logits = run.Model.call(MakeViews(images, variants));
        return nn.functional.cross_entropy(logits, LabelsOf(images), reduction: nn.Reduction.None).cpu().data<float>().ToArray();
    }

    private Tensor MakeViews(int[] images, Variant[] variants) => run.Views.Make(part, images, (source, target, index, room) =>
    {
        room.Image.Load(source);
        variants[index].Apply(room.Image);
        room.Image.Store(target);
    });

    private Tensor LabelsOf(int[] images) => tensor(images.Select(image => (long)part.Labels[image]).ToArray());

    /// <summary>A chromosome: degrees, pixels of 32, and shear.</summary>
    internal readonly record struct Variant(double Rotation, double ShiftY, double ShiftX, double Shear)
    {
        public const double MostRotation = 15;
        public const double MostShift = 3;
        public const double MostShear = 0.1;

        public static Variant None => new(0, 0, 0, 0);

        public static Variant Draw(ref CounterRandom random) => new(
            random.Between(-MostRotation, MostRotation), random.Between(-MostShift, MostShift),
            random.Between(-MostShift, MostShift), random.Between(-MostShear, MostShear));

        public Variant Mutate(ref CounterRandom random)
        {
            var fresh = Draw(ref random);
            return random.Below(4) switch
            {
                0 => this with { Rotation = fresh.Rotation },
                1 => this with { ShiftY = fresh.ShiftY },
                2 => this with { ShiftX = fresh.ShiftX },
                _ => this with { Shear = fresh.Shear },
            };
        }

        public Variant Cross(Variant other, ref CounterRandom random) => random.Below(3) switch
        {
            0 => other with { Rotation = Rotation },
            1 => other with { Rotation = Rotation, ShiftY = ShiftY },
            _ => this with { Shear = other.Shear },
        };

        public void Apply(WorkImage image)
        {
            var (sine, cosine) = Math.SinCos(Rotation * Math.PI / 180);
            var pixel = image.Width / 32.0;
            Geometry.Map(image, cosine, sine, (Shear * cosine) - sine, cosine + (Shear * sine), ShiftY * pixel, ShiftX * pixel);
        }
    }
}
