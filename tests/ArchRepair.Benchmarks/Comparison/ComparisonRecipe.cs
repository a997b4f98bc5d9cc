using System.Globalization;
using ArchRepair.Core.Results;
using ArchRepair.Core.Settings;
using ArchRepair.Engine.Repair;

namespace ArchRepair.Benchmarks.Comparison;

/// <summary>The recipe that all strategies of a comparison share, from options.</summary>
internal static class ComparisonRecipe
{
    private static readonly string[] Names =
        ["block", "extra", "batch", "clean-share", "reuse", "search-steps", "steps", "search-rate", "rate", "whole-rate", "gate-rate", "decay", "fixed-norms", "operations", "distil", "temperature", "later-norms", "polish"];

    /// <summary>Unmixed: the front shows every mixture.</summary>
    public static RepairRecipe Read(RepairBenchmarkOptions options)
    {
        var known = RepairRecipe.Default;
        return known with
        {
            IsMixed = false,
            BatchRows = options.Integer("batch", known.BatchRows),
            CleanShare = options.Number("clean-share", known.CleanShare),
            Reuse = options.Integer("reuse", known.Reuse),
            SearchSteps = options.Integer("search-steps", known.SearchSteps),
            FineTuneSteps = options.Integer("steps", 1_000_000), // the time decides
            SearchRate = options.Number("search-rate", known.SearchRate),
            FineTuneRate = options.Number("rate", known.FineTuneRate),
            WholeRate = options.Number("whole-rate", known.WholeRate),
            GateRate = options.Number("gate-rate", known.GateRate),
            Decay = options.Number("decay", known.Decay),
            AreNormsFixed = options.Has("fixed-norms") || known.AreNormsFixed,
            MaxOperations = options.Integer("operations", known.MaxOperations),
            DistillationShare = options.Number("distil", known.DistillationShare),
            DistillationTemperature = options.Number("temperature", known.DistillationTemperature),
            AreLaterNormsTrained = options.Has("later-norms") || known.AreLaterNormsTrained,
            PolishShare = options.Number("polish", known.PolishShare),
        };
    }

    /// <summary>What differs from the default, for the log.</summary>
    public static string Describe(RepairBenchmarkOptions options) =>
        string.Join(' ', Names.Where(options.Has).Select(name => options.Text(name, "") is { Length: > 0 } value ? $"{name}={value}" : name));

    /// <summary>The repair set: simple augmentations only, or failures as in the paper's two studies.</summary>
    public static RepairPlan Study(string study, RepairPlan plan) => study.Split('=') switch
    {
        ["simple"] => plan,
        ["study1"] => plan with { Set = new RepairSetSettings(Failures: "validation") },
        ["augmix"] => plan with { Set = new RepairSetSettings(Augmentation: "augmix") },
        ["study2", var corruption] => plan with { Set = new RepairSetSettings(Failures: "seen"), SeenCells = [.. Enumerable.Range(1, 5).Select(severity => new Cell(corruption, severity))] },
        _ => throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"'{study}' is no study; give simple, augmix, study1 or study2=CORRUPTION."), nameof(study)),
    };
}
