namespace ArchRepair.Core.Results;

/// <summary>What a repair did, as the worker reports it; whether it is kept is decided elsewhere.</summary>
/// <param name="Strategy">Strategy name, e.g. <c>archrepair</c>.</param>
/// <param name="Blocks">Paths of the blocks that were changed.</param>
/// <param name="Genotype">The architecture that came out.</param>
/// <param name="Candidate">Path of the written weights.</param>
/// <param name="SeenCorruptions">The gate's corruptions that training saw; empty when it saw none of them.</param>
/// <param name="Augmentation">What else training images went through, in one line.</param>
/// <param name="TrainImages">Base images for fitting weights.</param>
/// <param name="SearchImages">Base images for choosing the architecture and everything else that was chosen.</param>
/// <param name="Cost">Parameters and multiply-adds before and after.</param>
/// <param name="Curve">Training curve in step order.</param>
/// <param name="Alphas">Operation weights over the search; empty for strategies without one.</param>
/// <param name="StopReason">Why it ended: budget, finished, diverged.</param>
/// <param name="Notes">Decisions worth telling, in order.</param>
public sealed record RepairRecord(
    string Strategy,
    IReadOnlyList<string> Blocks,
    Genotype Genotype,
    string Candidate,
    IReadOnlyList<string> SeenCorruptions,
    string Augmentation,
    int TrainImages,
    int SearchImages,
    RepairCost Cost,
    IReadOnlyList<CurvePoint> Curve,
    IReadOnlyList<AlphaPoint> Alphas,
    string StopReason,
    IReadOnlyList<string> Notes);

/// <summary>What a repair costs at inference and what it took.</summary>
/// <param name="MultiplyAddsBefore">Per image.</param>
/// <param name="ChangedParameters">Learned numbers whose value differs from the original's, new ones included.</param>
public sealed record RepairCost(
    long ParametersBefore,
    long ParametersAfter,
    long MultiplyAddsBefore,
    long MultiplyAddsAfter,
    long ChangedParameters,
    double Seconds);

/// <summary>One point of a training curve.</summary>
/// <param name="Phase">e.g. <c>warm-up</c>, <c>search</c>, <c>fine-tune</c>.</param>
/// <param name="Loss">Mean over the fit batches since the point before.</param>
/// <param name="Accuracy">On the search part, in [0,1], where it was measured.</param>
/// <param name="SearchLoss">Mean over the batches that the architecture learned from since the point before; null where it does not learn.</param>
/// <param name="AlphaEntropy">How undecided the architecture is, in [0,1]; null where it does not learn.</param>
public sealed record CurvePoint(
    string Phase, int Step, double Seconds, double Loss, double? Accuracy, double? SearchLoss = null, double? AlphaEntropy = null);

/// <summary>The weights of the operations of one edge at a step; they sum to 1 or are independent gates, as the strategy says.</summary>
/// <param name="Edge">Index of the edge within its block.</param>
/// <param name="Block">Path of the block; empty where only one was searched.</param>
public sealed record AlphaPoint(int Step, int Edge, IReadOnlyList<string> Operations, IReadOnlyList<double> Weights, string Block = "");
