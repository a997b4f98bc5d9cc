using ArchRepair.Core.Statistics;

namespace ArchRepair.Core.Fast;

/// <summary>One mean that is watched while images come in.</summary>
/// <param name="Name">For people: <c>mean</c>, <c>noise</c>, <c>fog/3</c>, a class name.</param>
/// <param name="Cells">Positions among the plan's cells that are averaged.</param>
/// <param name="Class">Only images of this class count; null for all.</param>
/// <param name="Allowed">Allowed drop; for a floor, the accuracy that must be reached.</param>
/// <param name="MustPass">A pass waits for this watch. The others only sound an alarm.</param>
/// <param name="PassAlpha">Largest chance that it passes although the mean is worse than allowed.</param>
/// <param name="FailAlpha">Largest chance that it fails although the mean did not fall.</param>
/// <param name="Rules">How the evidence is gathered.</param>
public sealed record FastWatch(
    FastQuestion Question, string Name, IReadOnlyList<int> Cells, int? Class, double Allowed, bool MustPass, double PassAlpha, double FailAlpha, BettingRules Rules);
