using System.Globalization;

using ArchRepair.Core.Gate;
using ArchRepair.Core.Results;
using ArchRepair.Core.Statistics;

using static ArchRepair.Core.Gate.GateText;

namespace ArchRepair.Core.Fast;

/// <summary>Decides a check that stopped early. Pure; where all images were measured after all, the ordinary gate decides.</summary>
public static class FastGate
{
    /// <param name="evaluation">All clean images, and the corrupted ones seen.</param>
    /// <param name="comparison">Against the same part of the baseline; null without one.</param>
    /// <param name="obstacles">As for <see cref="GateKeeper.Decide"/>.</param>
    /// <param name="families">Family of a corruption, e.g. fog → weather; null for none.</param>
    public static Verdict Decide(
        Evaluation evaluation, Comparison? comparison, GatePolicy policy, FastRecord record, IReadOnlyList<Finding> obstacles, Func<string, string?> families)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(policy);
        Finding[] differences =
        [
            .. obstacles,
            .. record.Differences.Select(difference => new Finding("AR0302", FindingSeverity.Undecided, $"The baseline was recorded on other data: {difference}")),
        ];
        if (differences.Length > 0 || !record.IsPartial)
            return GateKeeper.Decide(evaluation, differences.Length > 0 ? null : comparison, policy, differences, families);

        var findings = new List<Finding>(GateKeeper.Idle(evaluation, policy, families));
        findings.AddRange(GateKeeper.Floors(evaluation, policy with { MinCorruptedAccuracy = null }));
        if (comparison is not null) findings.AddRange(GateKeeper.Clean(comparison, policy, GateAlpha.OfQuestion(policy, comparison)));
        findings.AddRange(record.Answers.Where(answer => answer.Decision == BettingDecision.Failed).Select(answer => Failure(answer, evaluation)));
        if (record.Decision == BettingDecision.Undecided) findings.AddRange(record.Answers.Where(IsOpen).Select(Open));
        if (record.Answers.FirstOrDefault(answer => answer.Question == FastQuestion.Mean) is { Decision: not BettingDecision.Failed } mean && -mean.Change > Math.Max(policy.WarnDrop, 0))
            findings.Add(new Finding("AR0005", FindingSeverity.Warning, $"Mean corrupted accuracy changed by {Points(mean.Change)} points on the images seen; worth a look from a drop of {Points(policy.WarnDrop, false)} points."));
        findings.Add(new Finding("AR0308", FindingSeverity.Notice, string.Create(CultureInfo.InvariantCulture,
            $"Stopped early after {record.Seen} of {record.Images} images, each with its {evaluation.Corrupted.Count()} cells, in random order (seed {record.Seed}).")));
        return GateKeeper.VerdictOf(findings);
    }

    private static bool IsOpen(FastAnswer answer) => answer is { MustPass: true, Decision: BettingDecision.Undecided };

    private static Finding Open(FastAnswer answer) => new("AR0307", FindingSeverity.Undecided, string.Create(CultureInfo.InvariantCulture,
        $"{Subject(answer)}: {answer.Seen} images do not decide ({Change(answer)} so far)."));

    private static Finding Failure(FastAnswer answer, Evaluation evaluation)
    {
        var evidence = string.Create(CultureInfo.InvariantCulture, $"{Change(answer)} when {answer.Needed} images decided, an estimate that stopping early makes too extreme");
        return answer.Question switch
        {
            FastQuestion.Floor => new Finding("AR0004", FindingSeverity.Failure, $"Mean corrupted accuracy: {evidence}; the floor is {Percent(answer.Allowed)}."),
            FastQuestion.Mean => new Finding("AR0002", FindingSeverity.Failure, $"Mean corrupted accuracy: {evidence}; allowed {Allowed(answer.Allowed)}."),
            FastQuestion.Class => new Finding("AR0006", FindingSeverity.Failure, $"{Subject(answer)}: {evidence}; allowed {Allowed(answer.Allowed)}."),
            FastQuestion.Group => new Finding("AR0007", FindingSeverity.Failure, $"{Subject(answer)}: {evidence}; allowed {Allowed(answer.Allowed)}."),
            _ => new Finding("AR0001", FindingSeverity.Failure, $"{Subject(answer)}: {evidence}; allowed {Allowed(answer.Allowed)}.",
                evaluation.Corrupted.Select(outcome => outcome.Cell).FirstOrDefault(cell => cell.ToString() == answer.Name)),
        };
    }

    private static string Subject(FastAnswer answer) => answer.Question switch
    {
        FastQuestion.Mean or FastQuestion.Floor => "Mean corrupted accuracy",
        FastQuestion.Group => $"Mean of '{answer.Name}'",
        FastQuestion.Class => $"Class '{answer.Name}'",
        _ => answer.Name,
    };

    private static string Change(FastAnswer answer) => answer.Question == FastQuestion.Floor ? Percent(answer.Change) : $"{Points(answer.Change)} points";
}
