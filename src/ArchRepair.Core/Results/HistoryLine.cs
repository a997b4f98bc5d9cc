namespace ArchRepair.Core.Results;

/// <summary>One run in a history: what a trend shows, in a line of JSON.</summary>
/// <param name="Schema">Version of the line's layout.</param>
/// <param name="Name">What the model is called.</param>
/// <param name="Commit">Commit that was checked; empty where the host does not say.</param>
/// <param name="Outcome">The gate's outcome.</param>
/// <param name="Clean">Accuracy in [0,1]; null without clean images.</param>
/// <param name="MeanCorrupted">Accuracy in [0,1]; null without corrupted images.</param>
/// <param name="Interval">Interval of the mean.</param>
/// <param name="Data">Identity of labels and corrupted images; runs on other data do not compare.</param>
/// <param name="Seconds">Wall time of all steps.</param>
public sealed record HistoryLine(
    int Schema,
    DateTimeOffset StartedAt,
    string Name,
    string WeightsSha256,
    string Commit,
    string Outcome,
    double? Clean,
    double? MeanCorrupted,
    Interval? Interval,
    int FailedCells,
    int Cells,
    bool? IsRepaired,
    string Data,
    string ToolVersion,
    double Seconds)
{
    public const int CurrentSchema = 1;
}
