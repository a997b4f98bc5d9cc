using ArchRepair.Core.Statistics;

namespace ArchRepair.Core.Fast;

/// <summary>What a watch knew when the check stopped.</summary>
/// <param name="Name">For people: <c>mean</c>, <c>noise</c>, <c>fog/3</c>, a class name.</param>
/// <param name="Allowed">Allowed drop in [−1,1]; for a floor, the accuracy that must be reached.</param>
/// <param name="MustPass">Whether a pass waited for it.</param>
/// <param name="Seen">Images that counted.</param>
/// <param name="Needed">Images after which the decision fell; <paramref name="Seen"/> while there is none.</param>
/// <param name="Change">Mean change over the images seen, in [−1,1]; for a floor, the mean accuracy. Stopping early makes it too extreme.</param>
/// <param name="LogFailEvidence">Natural logarithm of the evidence for a failure.</param>
/// <param name="FailThreshold">What that logarithm must reach.</param>
/// <param name="LogPassEvidence">Natural logarithm of the evidence for a pass.</param>
/// <param name="PassThreshold">What that logarithm must reach.</param>
public sealed record FastAnswer(
    FastQuestion Question, string Name, double Allowed, bool MustPass, BettingDecision Decision, int Seen, int Needed, double Change,
    double LogFailEvidence, double FailThreshold, double LogPassEvidence, double PassThreshold);
