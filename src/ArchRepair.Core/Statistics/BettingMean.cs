namespace ArchRepair.Core.Statistics;

/// <summary>
/// Decides about the mean of a finite set while its images come in, in random order: one may look after every image and stop at any
/// time, and the chance of a wrong verdict stays below alpha. It proves something about the whole set, not about single cells, and
/// nothing about the size of the change beyond the tolerance. Immutable: <see cref="Next"/> gives the state after one more image.
/// </summary>
/// <remarks>
/// Waudby-Smith, Ramdas (2024), J. R. Stat. Soc. B 86:1, "Estimating means of bounded random variables by betting", section 5 (sampling
/// without replacement) with the bets aGRAPA of appendix B. With X = (1 + d)/2 in [0,1] and a supposed mean m, the mean of the images still
/// to come is m_t = (N·m − S_{t−1})/(N − t + 1); the capital E_t = Π(1 ± λ_t·(X_t − m_t)) of a gambler who bets on it is a nonnegative
/// supermartingale if m is right (Ville 1939: it ever reaches 1/α with chance at most α). The bet is
/// λ_t = clip(±g/(σ² + g²), 0, c/m_t or c/(1 − m_t)), g = (N·μ − S_{t−1})/(N − t + 1) − m_t what the images to come seem to exceed m_t by,
/// with mean μ = (½ + Σ X)/t and variance σ² = (¼ + Σ(X_i − μ_i)²)/t of the t − 1 images before, μ_i counting image i.
/// </remarks>
public sealed record BettingMean
{
    // Sums of many shares of cells are off by rounding; certainty is claimed only beyond it.
    private const double Rounding = 1e-9;

    private BettingMean(BettingRules rules) => Rules = rules;

    public BettingRules Rules { get; }

    /// <summary>Images seen so far.</summary>
    public int Seen { get; private init; }

    /// <summary>Logarithm of the evidence against "D ≥ Target".</summary>
    public double LogEvidenceOfDrop { get; private init; }

    /// <summary>Logarithm of the evidence against "D ≤ Target − Tolerance".</summary>
    public double LogEvidenceOfHold { get; private init; }

    /// <summary>The first verdict reached; later images do not change it.</summary>
    public BettingDecision Decision { get; private init; }

    /// <summary>Images seen when the decision fell; <see cref="Seen"/> while there is none.</summary>
    public int Needed { get; private init; }

    /// <summary>Mean difference over the images seen; 0 before the first. An estimate that stopping early makes too extreme.</summary>
    public double Mean => Seen == 0 ? 0 : 2 * Sum / Seen - 1;

    private double Sum { get; init; }

    private double Squares { get; init; }

    /// <exception cref="ArgumentException">The rules are not sound.</exception>
    public static BettingMean Start(BettingRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return rules.Problems().FirstOrDefault() is { } problem ? throw new ArgumentException(problem, nameof(rules)) : new BettingMean(rules);
    }

    /// <summary>Takes images until a verdict falls or they end.</summary>
    /// <param name="differences">One difference in [−1,1] for each image, in random order; at most as many as the set has.</param>
    /// <param name="rules">What to decide.</param>
    /// <exception cref="ArgumentException">The rules are not sound, a difference is out of range, or there are too many.</exception>
    public static BettingMean Run(ReadOnlySpan<double> differences, BettingRules rules)
    {
        var state = Start(rules);
        foreach (var difference in differences)
        {
            if (state.Decision != BettingDecision.Undecided) break;
            state = state.Next(difference);
        }
        return state;
    }

    /// <summary>The state after one more image.</summary>
    /// <param name="difference">Mean over the image's cells of after less before, in [−1,1].</param>
    /// <exception cref="ArgumentOutOfRangeException">The difference is not in [−1,1].</exception>
    /// <exception cref="InvalidOperationException">All images of the set were seen.</exception>
    public BettingMean Next(double difference)
    {
        if (difference is not (>= -1 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(difference), difference, "A difference lies in [-1, 1].");
        if (Seen == Rules.Images) throw new InvalidOperationException($"All {Seen} images were seen already.");
        var x = (1 + difference) / 2;
        var (sum, seen) = (Sum + x, Seen + 1);
        var fromMean = x - (0.5 + sum) / (seen + 1);
        var next = this with
        {
            Seen = seen,
            Sum = sum,
            Squares = Squares + fromMean * fromMean,
            LogEvidenceOfDrop = LogEvidenceOfDrop + LogFactor(x, Rules.Target, -1),
            LogEvidenceOfHold = LogEvidenceOfHold + LogFactor(x, Rules.Target - Rules.Tolerance, 1),
        };
        return Decision != BettingDecision.Undecided ? next : next with { Decision = next.Decide(), Needed = seen };
    }

    // How the capital changes that bets on a mean below (direction −1) or above (+1) the supposed difference.
    private double LogFactor(double x, double supposed, int direction)
    {
        var left = Rules.Images - Seen;
        var supposedMean = (1 + supposed) / 2;
        var m = (Rules.Images * supposedMean - Sum) / left;
        // Seen from the side that is bet on, the images to come must average `room` more than the worst they can be.
        var room = direction > 0 ? m : 1 - m;
        // Not even the worst images to come could bring the mean back to what was supposed: it is refuted.
        if (room < -Rounding) return double.PositiveInfinity;
        // Not even the best could take it away from there: nothing to bet on.
        if (room >= 1) return 0;
        var mean = (0.5 + Sum) / (Seen + 1);
        var variance = (0.25 + Squares) / (Seen + 1);
        var edge = direction * Rules.Images * (mean - supposedMean) / left;
        if (edge <= 0) return 0;
        var bet = edge / (variance + edge * edge);
        if (room > 0) bet = Math.Min(bet, Rules.Cap / room);
        return double.LogP1(bet * direction * (x - m));
    }

    private BettingDecision Decide()
    {
        // After the last image nothing is left to chance.
        if (Seen == Rules.Images) return Mean >= Rules.Target - Rules.Tolerance - Rounding ? BettingDecision.Passed : BettingDecision.Failed;
        var threshold = -Math.Log(Rules.Alpha);
        if (LogEvidenceOfHold >= threshold) return BettingDecision.Passed;
        return LogEvidenceOfDrop >= threshold ? BettingDecision.Failed : BettingDecision.Undecided;
    }
}
