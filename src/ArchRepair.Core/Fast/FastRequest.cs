using ArchRepair.Core.Gate;
using ArchRepair.Core.Results;

namespace ArchRepair.Core.Fast;

/// <summary>What a worker needs to know to stop an evaluation as soon as the gate is decided.</summary>
/// <param name="Baseline">With marks of its images; null where only floors decide.</param>
/// <param name="MaxImages">Gives up undecided after so many images; 0 for never.</param>
public sealed record FastRequest(GatePolicy Policy, Evaluation? Baseline, int MaxImages);

/// <summary>Which images a fast check has seen: the first <paramref name="Seen"/> of <see cref="ImageOrder"/>.</summary>
public sealed record SeenImages(ulong Seed, int Images, int Seen);
