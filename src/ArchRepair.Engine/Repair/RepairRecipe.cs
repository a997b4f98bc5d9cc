namespace ArchRepair.Engine.Repair;

/// <summary>The figures of a training run. Defaults are the ones that the benchmark <c>repair</c> found best on ResNet-20; it takes each as an option.</summary>
internal sealed record RepairRecipe
{
    public static RepairRecipe Default { get; } = new();

    /// <summary>Images of one step.</summary>
    public int BatchRows { get; init; } = 128;

    /// <summary>Share of clean views in every batch: a tenth of changed ones gains nearly all that a half does, at half the price in clean accuracy.</summary>
    public double CleanShare { get; init; } = 0.9;

    /// <summary>How often a cached feature is used before another view takes its place.</summary>
    public int Reuse { get; init; } = 4;

    /// <summary>Steps of the architecture search.</summary>
    public int SearchSteps { get; init; } = 150;

    /// <summary>Steps after it, or of a strategy without search. Three times as many at a higher rate lost half a point of clean accuracy.</summary>
    public int FineTuneSteps { get; init; } = 800;

    /// <summary>Share of the budget that the search may take.</summary>
    public double SearchShare { get; init; } = 0.3;

    public double SearchRate { get; init; } = 0.02;

    public double FineTuneRate { get; init; } = 0.02;

    public double GateRate { get; init; } = 0.005;

    /// <summary>Weight decay of kernels.</summary>
    public double Decay { get; init; } = 5e-3;

    /// <summary>Whether normalizations that learn keep their statistics instead of following the batches.</summary>
    public bool AreNormsFixed { get; init; }

    /// <summary>Candidate operations of the search.</summary>
    public IReadOnlyList<string> Operations { get; init; } = Search.OperationCatalog.Names;

    /// <summary>Most operations that a cell keeps.</summary>
    public int MaxOperations { get; init; } = 4;
}
