namespace ArchRepair.Core.Protocol;

/// <summary>One line of a worker's output, as JSON. A worker that says nothing for the heartbeat's length counts as hung.</summary>
/// <param name="Phase">What it is doing, e.g. <c>evaluate</c>.</param>
/// <param name="Done">Units finished in this phase.</param>
/// <param name="Total">Units of this phase; 0 when unknown.</param>
/// <param name="Text">A sentence for people; empty for a mere sign of life.</param>
public sealed record WorkerLine(string Phase, long Done, long Total, string Text = "");
