using System.Globalization;
using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Results;
using ArchRepair.Engine.Formats;
using ArchRepair.Engine.Models;
using ArchRepair.Engine.Repair.Data;
using ArchRepair.Engine.Repair.Training;
using ArchRepair.Engine.Search;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Repair;

/// <summary>One repair while it goes on: what it works on, and what it has to tell.</summary>
internal sealed class RepairRun : IDisposable
{
    private const int ProbeImages = 2_000;
    private const double PoolShare = 0.1; // of the time that is left may go into filling one pool; chosen, not measured
    private static readonly TimeSpan SignInterval = TimeSpan.FromSeconds(2);
    private readonly string fingerprint;
    private readonly Action<string, long, long, string> progress;
    private SearchProbe? probe;
    private readonly ChainClassifier? teacher;
    private readonly Dictionary<RepairPart, OriginalAnswers> answers = new(ReferenceEqualityComparer.Instance);
    private string lastPhase = "prepare";
    private long lastDone;
    private long lastTotal;
    private TimeSpan lastSign;

    public RepairRun(ChainClassifier model, RepairInput input, RepairClocks clocks, Action<string, long, long, string> progress)
    {
        (Model, Input, Cancellation, this.progress) = (model, input, clocks.Cancellation, progress);
        teacher = Recipe.DistillationShare > 0 ? GenotypeBuilder.Clone(model) : null;
        teacher?.eval();
        fingerprint = RunFingerprint.Of(model, input);
        var found = Plan.Resume ? Checkpoint.Read(Plan.CheckpointFolder, fingerprint) : null;
        if (Plan.MustResume && found is null) throw NothingToResume(Plan.CheckpointFolder);
        Resumed = found?.Header;
        ResumedTensors = found?.Tensors;
        Clock = new RunClock(clocks.Provider, Plan.Budget, TimeSpan.FromSeconds(Resumed?.ElapsedSeconds ?? 0));
        Views = new ViewMaker(
            input.Images, input.Normalization, Plan.SeenCells, Plan.Seed, Plan.Threads,
            Plan.Set?.Augmentation ?? "simple", Plan.Set?.SeenShare ?? 0.5);
        Original = model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.detach().clone().DetachFromDisposeScope());
        TrainImages = input.Images.Fit.Labels.Count;
        model.eval();
        var set = RepairSet.Compose(model, input);
        Input = input with { Images = set.Images };
        StartLoss = Resumed?.StartLoss ?? double.NaN;
        Curve.AddRange(Resumed?.Curve ?? []);
        Alphas.AddRange(Resumed?.Alphas ?? []);
        if (Resumed is null && set.Note is not null) Notes.Add(set.Note);
        Notes.AddRange(Resumed?.Notes ?? []);
        Cache = new FeatureCache(Plan.CacheBytes, Plan.CheckpointFolder);
        (Round, IsCut) = (Resumed?.Round ?? 0, Resumed?.IsCut ?? false);
        (Guard, Sums) = (Resumed?.Guard ?? GuardHistory.Empty, Resumed?.Sums ?? LossSums.None);
        Blocks.AddRange(Resumed?.Blocks ?? []);
        if (Resumed is not null)
            Notes.Add(string.Create(CultureInfo.InvariantCulture, $"Resumed at {Resumed.Phase} step {Resumed.Step} of {Resumed.Steps}."));
        else if (Plan.Resume) Notes.Add("No checkpoint fits this plan; started anew.");
    }

    /// <summary>The copy that is being repaired.</summary>
    public ChainClassifier Model { get; private set; }

    /// <summary>Which of the blocks of this repair is at work, from 0.</summary>
    public int Round { get; set; }

    /// <summary>Paths of the blocks of this repair so far, the one at work last.</summary>
    public List<string> Blocks { get; } = [];

    /// <summary>Whether time cut a phase short.</summary>
    public bool IsCut { get; set; }

    /// <summary>What the watch over the search has seen in this round.</summary>
    public GuardHistory Guard { get; set; }

    public LossSums Sums { get; set; }

    /// <summary>Whether the trainer is at work, which writes a checkpoint itself when it is cancelled.</summary>
    public bool IsTraining { get; set; }

    public FeatureCache Cache { get; }

    /// <summary>Most rows of a pool, so that filling it leaves most of the time for training.</summary>
    public int PoolRows { get; private set; } = int.MaxValue;

    public RepairInput Input { get; }

    /// <summary>Base images for fitting weights, failures apart.</summary>
    public int TrainImages { get; }

    public RepairPlan Plan => Input.Plan;

    public RepairRecipe Recipe => Input.Recipe;

    /// <summary>Statistics that went stale with the damage would stay stale: a damaged network's follow the batches.</summary>
    public bool AreNormsFixed => Recipe.AreNormsFixed && Plan.IsCleanSound;

    public RunClock Clock { get; }

    public CancellationToken Cancellation { get; }

    public ViewMaker Views { get; }

    /// <summary>Every tensor of the damaged network before anything changed.</summary>
    public IReadOnlyDictionary<string, Tensor> Original { get; }

    /// <summary>Where an interrupted run left off, or null.</summary>
    public CheckpointHeader? Resumed { get; private set; }

    public StoredWeights? ResumedTensors { get; private set; }

    public SearchProbe Probe => probe ?? throw new InvalidOperationException("The search part is not prepared yet.");

    public double StartLoss { get; set; }

    public List<CurvePoint> Curve { get; } = [];

    public List<AlphaPoint> Alphas { get; } = [];

    public List<string> Notes { get; } = [];

    /// <summary>The architecture in training or as it came out; null while it is relaxed or when it is the original.</summary>
    public Genotype? Genotype { get; set; }

    /// <summary>Seconds that one look at the search part takes.</summary>
    public double ProbeSeconds { get; private set; }

    /// <summary>Seconds that one batch takes from image to logits.</summary>
    public double BatchSeconds { get; private set; }

    /// <summary>Output of everything in front of the cut, in evaluation mode.</summary>
    public Func<Tensor, Tensor> PrefixOf(int cut) => images =>
    {
        Alive();
        using (images) return Model.ForwardPrefix(images, cut);
    };

    /// <summary>What the network answered before the repair to a part's images; null without distillation.</summary>
    /// <remarks>On changed views they are for the sound alone; see <see cref="RepairPlan.IsCleanSound"/>.</remarks>
    public OriginalAnswers? AnswersTo(RepairPart part)
    {
        if (teacher is null) return null;
        if (!answers.TryGetValue(part, out var found))
        {
            found = new OriginalAnswers(part, Views, Plan.IsCleanSound, images =>
            {
                Alive();
                return teacher.call(images);
            });
            answers.Add(part, found);
        }
        return found;
    }

    /// <summary>Caches the search part's features at a cut, and measures how long a look at them takes.</summary>
    public ProbeScore PrepareProbe(int cut)
    {
        probe?.Dispose();
        Model.eval();
        Progress("prepare", 0, 0, "caching what enters the block");
        var start = Clock.Elapsed;
        probe = new SearchProbe(Input.Images.Search, Views, PrefixOf(cut), Cache, ProbeImages);
        var middle = Clock.Elapsed;
        var score = probe.Measure(features => Model.ForwardSuffix(features, cut));
        var end = Clock.Elapsed;
        ProbeSeconds = (end - middle).TotalSeconds;
        BatchSeconds = (end - start).TotalSeconds / probe.Batches;
        var affordable = PoolShare * Clock.Remaining.TotalSeconds / Math.Max(BatchSeconds / SearchProbe.BatchRows, 1e-9);
        PoolRows = Resumed?.PoolRows ?? (int)Math.Min(affordable, int.MaxValue);
        return score;
    }

    /// <summary>Takes another network in place of the one at work, which is disposed.</summary>
    public void Exchange(ChainClassifier model)
    {
        Model.Dispose();
        Model = model;
        Model.eval();
    }

    public void Progress(string phase, long done, long total, string text)
    {
        (lastPhase, lastDone, lastTotal, lastSign) = (phase, done, total, Clock.Elapsed);
        progress(phase, done, total, text);
    }

    /// <summary>Says every few seconds that work goes on, so that nobody takes the process for hung.</summary>
    public void Alive(long? done = null)
    {
        if (!IsTraining) Cancellation.ThrowIfCancellationRequested(); // the last checkpoint stays
        if (Clock.Elapsed - lastSign < SignInterval) return;
        Progress(lastPhase, done ?? lastDone, lastTotal, "");
    }

    /// <summary>Puts a look at the search part, and the gates as they stand, into curve and progress.</summary>
    public void RecordProbe(TrainableScope scope, TrainingPhase phase, int done, ProbeScore score)
    {
        var steps = Math.Max(Sums.Steps, 1);
        IReadOnlyList<(string Name, double Value)>[] gates = [.. GatesOf(scope)];
        double? entropy = gates.Length == 0 ? null : GateEntropy.Of(gates.Select(edge => edge.Select(gate => gate.Value).ToArray()));
        double? searchLoss = gates.Length == 0 ? null : Sums.Search / steps;
        Curve.Add(new CurvePoint(phase.Name, done, Clock.Elapsed.TotalSeconds, Sums.Fit / steps, score.Accuracy, searchLoss, entropy));
        foreach (var (edge, group) in gates.Index())
            Alphas.Add(new AlphaPoint(done, edge, [.. group.Select(gate => gate.Name)], [.. group.Select(gate => gate.Value)], Blocks.Count > 0 ? Blocks[^1] : ""));
        var alpha = entropy is null ? "" : string.Create(CultureInfo.InvariantCulture, $", {searchLoss:f3} on the search part, \u03b1 entropy {entropy:f2}");
        Progress(phase.Name, done, phase.Steps, string.Create(
            CultureInfo.InvariantCulture,
            $"{phase.Name} {done}/{phase.Steps}: loss {Sums.Fit / steps:f3}{alpha}; accuracy {100 * score.CleanAccuracy:f1} % clean, {100 * score.ChangedAccuracy:f1} % changed; {Clock.Remaining.TotalSeconds:f0} s of the budget left"));
        Sums = LossSums.None;
    }

    public void WriteCheckpoint(TrainingPhase phase, int done, IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        var header = new CheckpointHeader(
            fingerprint, phase.Name, done, phase.Steps, Clock.Elapsed.TotalSeconds, StartLoss, Genotype, Curve, Alphas, Notes, Round, Blocks,
            PoolRows, IsCut, Guard, Sums);
        Checkpoint.Write(Plan.CheckpointFolder, header, tensors);
        Checkpoint.RemoveRounds(Plan.CheckpointFolder, except: Round);
    }

    /// <summary>Starts with another block; what was learned of the block before stays.</summary>
    public void BeginRound(string path)
    {
        (Round, Guard, Sums, StartLoss) = (Round + 1, GuardHistory.Empty, LossSums.None, double.NaN);
        Blocks.Add(path);
        RepairedModel.Write(Checkpoint.RoundPath(Plan.CheckpointFolder, Round), Model, Genotype ?? GenotypeBuilder.Of(Model));
    }

    /// <summary>Says once where to resume a phase; later phases start at zero.</summary>
    public (int Step, int? Steps, StoredWeights? Tensors) TakeResumed(string phase)
    {
        if (Resumed?.Phase != phase) return (0, null, null);
        var taken = (Resumed.Step, (int?)Resumed.Steps, ResumedTensors);
        (Resumed, ResumedTensors) = (null, null);
        return taken;
    }

    public void Dispose()
    {
        probe?.Dispose();
        foreach (var tensor in Original.Values) tensor.Dispose();
        foreach (var table in answers.Values) table.Dispose();
        teacher?.Dispose();
        Model.Dispose();
    }

    private static ArchRepairException NothingToResume(string folder) => new(ExitCode.Usage, "AR0230", Checkpoint.Exists(folder)
        ? $"The checkpoint in '{folder}' is of a repair with other weights, images, settings, seed or threads; put them back, or start anew with --restart."
        : $"There is no checkpoint in '{folder}'; start anew with --restart.");

    private static IEnumerable<IReadOnlyList<(string Name, double Value)>> GatesOf(TrainableScope scope) =>
        scope.Model.Blocks.Select(block => scope.Model.ModuleOf(block.Index)).OfType<CellBlock>()
            .SelectMany(cell => cell.Edges).Where(edge => edge.Gate is not null)
            .GroupBy(edge => (edge.From, edge.To))
            .Select(group => group.Select(edge => (edge.Operation.GetName(), (double)edge.Gate!.item<float>())).ToArray());
}

/// <summary>All that a repair depends on but the network.</summary>
internal sealed record RepairInput(RepairImages Images, Normalization Normalization, RepairPlan Plan, RepairRecipe Recipe);

/// <summary>Time and the wish to stop.</summary>
internal sealed record RepairClocks(TimeProvider Provider, CancellationToken Cancellation);
