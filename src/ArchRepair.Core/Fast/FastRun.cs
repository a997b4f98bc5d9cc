using ArchRepair.Core.Statistics;

namespace ArchRepair.Core.Fast;

/// <summary>
/// Takes images one by one, each with all its corrupted cells, and says as soon as the gate's questions are decided. One may look after
/// every image. Not safe for several threads at once.
/// </summary>
public sealed class FastRun
{
    private readonly State[] states;

    public FastRun(FastPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        Plan = plan;
        states = [.. plan.Watches.Select(watch => new State(watch))];
    }

    public FastPlan Plan { get; }

    /// <summary>Images taken.</summary>
    public int Seen { get; private set; }

    /// <summary>Failed as soon as one watch failed, passed when all that must pass did.</summary>
    public BettingDecision Decision { get; private set; }

    /// <param name="before">The baseline's answers to the image, one for each of the plan's cells; empty without a baseline.</param>
    /// <param name="after">The candidate's answers.</param>
    /// <param name="label">Class of the image.</param>
    /// <exception cref="ArgumentException">The answers do not fit the plan.</exception>
    public void Add(ReadOnlySpan<bool> before, ReadOnlySpan<bool> after, int label)
    {
        if (after.Length != Plan.Cells.Count || (before.Length != after.Length && Plan.HasBaseline))
            throw new ArgumentException($"{before.Length} answers before and {after.Length} after are not about the {Plan.Cells.Count} cells of the plan.", nameof(after));
        Seen++;
        foreach (var state in states)
            if (state.Watch.Class is not { } own || own == label) state.Add(before, after);
        if (Decision == BettingDecision.Undecided) Decision = Record(0).Decision;
    }

    /// <summary>What is known now.</summary>
    /// <param name="seed">Seed of the order.</param>
    public FastRecord Record(ulong seed) => new(seed, Plan.Images, Seen, [.. states.Select(state => state.Answer())], []);

    private sealed class State(FastWatch watch)
    {
        private readonly double failThreshold = -Math.Log(watch.FailAlpha);
        private readonly double passThreshold = -Math.Log(watch.PassAlpha);
        private BettingMean evidence = BettingMean.Start(watch.Rules);
        private BettingDecision decision;
        private int needed;

        public FastWatch Watch => watch;

        public void Add(ReadOnlySpan<bool> before, ReadOnlySpan<bool> after)
        {
            var sum = 0;
            foreach (var cell in watch.Cells) sum += (after[cell] ? 1 : 0) - (watch.Question != FastQuestion.Floor && before[cell] ? 1 : 0);
            evidence = evidence.Next((double)sum / watch.Cells.Count);
            if (decision != BettingDecision.Undecided) return;
            decision = Decide();
            needed = evidence.Seen;
        }

        public FastAnswer Answer() => new(
            watch.Question, watch.Name, watch.Allowed, watch.MustPass, decision, evidence.Seen, needed, evidence.Mean,
            evidence.LogEvidenceOfDrop, failThreshold, evidence.LogEvidenceOfHold, passThreshold);

        // As the gate on all images: a failure must be significant and the drop beyond what is allowed.
        private BettingDecision Decide()
        {
            if (evidence.LogEvidenceOfHold >= passThreshold) return BettingDecision.Passed;
            var isBeyond = watch.Question == FastQuestion.Floor ? evidence.Mean < watch.Allowed : -evidence.Mean > watch.Allowed;
            if (isBeyond && evidence.LogEvidenceOfDrop >= failThreshold) return BettingDecision.Failed;
            // The last image of a class may come before the last of all; then its drop is known, not estimated.
            return evidence.Seen == watch.Rules.Images && !isBeyond ? BettingDecision.Passed : BettingDecision.Undecided;
        }
    }
}
