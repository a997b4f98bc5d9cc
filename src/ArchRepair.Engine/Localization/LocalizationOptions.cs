using System.Globalization;

namespace ArchRepair.Engine.Localization;

/// <summary>How blocks are scored. The defaults are what found injected faults best; see the benchmarks <c>localization</c> and <c>oracle</c>, with their tables in <c>Localization.md</c> beside them.</summary>
public sealed record LocalizationOptions
{
    /// <summary>Default Ochiai.</summary>
    public SpectrumFormula Formula { get; init; } = SpectrumFormula.Ochiai;

    /// <summary>Whether a neuron's silence can be as suspicious as its activity. Default true.</summary>
    public bool CountsSilence { get; init; } = true;

    /// <summary>Default each neuron's mean over the passes.</summary>
    public ThresholdRule Threshold { get; init; } = ThresholdRule.PassMean;

    /// <summary>Mean activation above which a neuron is active under <see cref="ThresholdRule.Fixed"/>. Default 0.1.</summary>
    public double FixedThreshold { get; init; } = 0.1;

    /// <summary>Default product.</summary>
    public NeuronCombination Combination { get; init; } = NeuronCombination.Product;

    /// <summary>Weight γ of the gradient against the spectrum in a neuron's score, in [0,1]. Default 0.5.</summary>
    public double GradientWeight { get; init; } = 0.5;

    /// <summary>Whether the relative gradient over passes is taken away from that over failures. Default false.</summary>
    public bool SubtractsPasses { get; init; }

    /// <summary>Default maximum.</summary>
    public BlockAggregation Aggregation { get; init; } = BlockAggregation.Maximum;

    /// <summary>Share of the network's neurons that count as its most suspicious ones, in (0,1]. Default 0.1.</summary>
    public double TopShare { get; init; } = 0.1;

    /// <summary>
    /// Weight of the drift against the statistics that normalization layers recorded in training, in [0,1]; without effect in
    /// networks without them. Default 0.9. 0 ranks by spectrum and gradient alone, which is better
    /// where statistics were recorded again after the damage.
    /// </summary>
    public double DriftWeight { get; init; } = 0.9;

    /// <summary>Default level.</summary>
    public DriftMeasure Drift { get; init; } = DriftMeasure.Level;

    /// <summary>
    /// How much early blocks are preferred where no block stands out, ≥ 0: the first block counts exp of this more than the last.
    /// Repairs of early blocks gain most under image corruptions (Lee et al. 2023, 2210.11466, and the benchmark <c>oracle</c>).
    /// Default 3; 0 prefers none.
    /// </summary>
    public double EarlyPreference { get; init; } = 3;

    /// <summary>
    /// Lead of the first block over the second, as a share of the first's score, from which on the preference for early blocks plays no
    /// role; below, it fades in. In (0,1]; default 0.15.
    /// </summary>
    public double ClearLead { get; init; } = 0.15;

    public AdversarialOptions Adversarial { get; init; } = new();

    /// <summary>Default blocks.</summary>
    public LocalizationLevel Level { get; init; } = LocalizationLevel.Block;

    /// <summary>Resamples behind each interval. Default 200; 0 leaves intervals at the score itself.</summary>
    public int Resamples { get; init; } = 200;

    /// <summary>Confidence of intervals and of "the first two cannot be told apart". Default 0.95.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Images computed at a time; changes memory and speed only. Default 32.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Every reason why these cannot be used.</summary>
    public IEnumerable<string> Problems()
    {
        if (!Enum.IsDefined(Formula)) yield return $"formula is {Formula}; it must be tarantula, ochiai, dstar or barinel.";
        if (!Enum.IsDefined(Threshold)) yield return $"threshold is {Threshold}; it must be passMean, passMedian or fixed.";
        if (!Enum.IsDefined(Aggregation)) yield return $"aggregation is {Aggregation}; it must be lift, mean or maximum.";
        if (!Enum.IsDefined(Combination)) yield return $"combination is {Combination}; it must be rankSum or product.";
        if (!Enum.IsDefined(Drift)) yield return $"drift is {Drift}; it must be level or growth.";
        if (!Enum.IsDefined(Level)) yield return $"level is {Level}; it must be block or layer.";
        if (!double.IsFinite(FixedThreshold)) yield return "fixedThreshold must be a number.";
        if (GradientWeight is not (>= 0 and <= 1)) yield return Text($"gradientWeight is {GradientWeight}; it must lie in [0, 1].");
        if (DriftWeight is not (>= 0 and <= 1)) yield return Text($"driftWeight is {DriftWeight}; it must lie in [0, 1].");
        if (EarlyPreference is not (>= 0 and < 100)) yield return Text($"earlyPreference is {EarlyPreference}; it must lie in [0, 100).");
        if (ClearLead is not (> 0 and <= 1)) yield return Text($"clearLead is {ClearLead}; it must lie in (0, 1].");
        if (TopShare is not (> 0 and <= 1)) yield return Text($"topShare is {TopShare}; it must lie in (0, 1].");
        if (Confidence is not (> 0 and < 1)) yield return Text($"confidence is {Confidence}; it must lie strictly between 0 and 1.");
        if (Resamples < 0) yield return $"resamples is {Resamples}; it must not be negative.";
        if (BatchSize < 1) yield return $"batchSize is {BatchSize}; it must be at least 1.";
        foreach (var problem in Adversarial.Problems()) yield return problem;
    }

    /// <summary>The method in one line, for reports.</summary>
    public string Describe()
    {
        var threshold = Threshold switch
        {
            ThresholdRule.Fixed => Text($"above {FixedThreshold}"),
            ThresholdRule.PassMean => "above its mean over passes",
            _ => "above its median over passes",
        };
        var aggregation = Aggregation switch
        {
            BlockAggregation.Lift => Text($"lift of the top {TopShare * 100}% of neurons"),
            BlockAggregation.Mean => "mean of neurons",
            _ => "maximum of neurons",
        };
        var spectrum = Text($"{Formula} over {(CountsSilence ? "activity or silence" : "activity")} ({threshold})");
        var gradient = $"relative gradient{(SubtractsPasses ? " less that of passes" : "")}";
        var neuron = Combination == NeuronCombination.Product
            ? Text($"({spectrum})^{1 - GradientWeight} x ({gradient})^{GradientWeight}")
            : Text($"{1 - GradientWeight} x rank of {spectrum} + {GradientWeight} x rank of {gradient}");
        var drift = Drift == DriftMeasure.Level ? "drift" : "growth of drift";
        var early = EarlyPreference == 0 ? "" : Text($"; where the first leads by less than {ClearLead * 100}%, early blocks are preferred");
        var intervals = Resamples == 0 ? "" : Text($"; {Confidence * 100:0.##}% intervals by resampling the examples");
        return Text($"share of suspicion: up to {DriftWeight} by {drift} from recorded normalization statistics, the rest by {aggregation}: {neuron}{early}{intervals}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
