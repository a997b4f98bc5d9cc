namespace ArchRepair.Engine.Repair.Training;

/// <summary>Losses since the last look at the search part; goes into checkpoints, so that a resumed curve is the uninterrupted one.</summary>
/// <param name="Fit">Sum over the batches that weights learned from.</param>
/// <param name="Search">Sum over the batches that gates learned from.</param>
/// <param name="Steps">How many of each.</param>
internal sealed record LossSums(double Fit, double Search, int Steps)
{
    public static LossSums None { get; } = new(0, 0, 0);
}
