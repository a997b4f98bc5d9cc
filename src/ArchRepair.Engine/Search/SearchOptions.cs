namespace ArchRepair.Engine.Search;

/// <summary>Where a search starts.</summary>
internal enum SearchStart
{
    /// <summary>All gates zero, the original outside of them: the relaxed network is the original, bit for bit.</summary>
    Function,

    /// <summary>
    /// The plain relaxation of DARTS (Liu et al. 2019): along each convolution a softmax over the original and all operations, all alike at
    /// first, so that the original keeps 1/(O+1) of its weight. For comparison: it destroys a trained function.
    /// </summary>
    Softmax,
}

/// <summary>What an operation is worth when a cell is made discrete.</summary>
internal enum OperationWorth
{
    /// <summary>What the loss on the search part misses without it (Wang et al. 2021, arXiv 2108.04392).</summary>
    Removal,

    /// <summary>The size of its gate, as in DARTS.</summary>
    Gate,
}

/// <summary>How an architecture is searched. The benchmark <c>ablation</c> compares the choices.</summary>
internal sealed record SearchOptions
{
    public static SearchOptions Default { get; } = new();

    public SearchStart Start { get; init; } = SearchStart.Function;

    public OperationWorth Worth { get; init; } = OperationWorth.Removal;

    /// <summary>Whether gates look one weight step ahead (equations 6 to 8 of Liu et al. 2019), at about three times the cost of a step. Default false.</summary>
    public bool IsSecondOrder { get; init; }

    /// <summary>Share of the search's steps over which the gates' learning rate rises to its peak, in [0,1].</summary>
    public double WarmUpShare { get; init; } = 0.1;

    /// <summary>Whether the search ends when the loss on the search part rises. Default true.</summary>
    public bool StopsOnLoss { get; init; } = true;

    /// <summary>
    /// Whether the search ends when the dominant eigenvalue of the gates' Hessian on the search part grows (Zela et al. 2020, arXiv
    /// 1909.09656). Default false: over the few hundred steps of a repair it also grows because operations come into use.
    /// </summary>
    public bool StopsOnCurvature { get; init; }
}
