namespace ArchRepair.Engine.Repair.Training;

/// <summary>What was measured at each look of the watch over a search; goes into checkpoints.</summary>
/// <param name="Losses">Loss on the search part.</param>
/// <param name="Curvatures">Dominant eigenvalue of the gates' Hessian on the search part; empty when it is not watched.</param>
internal sealed record GuardHistory(IReadOnlyList<double> Losses, IReadOnlyList<double> Curvatures)
{
    public static GuardHistory Empty { get; } = new([], []);
}
