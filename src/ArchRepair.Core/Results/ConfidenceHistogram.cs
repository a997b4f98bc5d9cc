using System.Text.Json.Serialization;

using ArchRepair.Core.Statistics;

namespace ArchRepair.Core.Results;

/// <summary>
/// How confident a model was on the images of one cell, and how often it was right: enough for calibration, a hundredth of the
/// confidences' size, and the histograms of several cells join into one.
/// </summary>
/// <param name="Steps">Steps that hold an answer, ascending.</param>
/// <exception cref="ArgumentException">A step is out of range or order, or holds more right answers than answers.</exception>
[JsonConverter(typeof(ConfidenceHistogramConverter))]
public sealed record ConfidenceHistogram(IReadOnlyList<ConfidenceStep> Steps)
{
    /// <summary>Number of steps that confidences fall into; see <see cref="StepOf"/>.</summary>
    public const int StepCount = 128;

    // Below one half 32 steps of equal width; above, the doubt 1 − p in quarters of an octave, as most answers lie close to 1.
    private const int LowSteps = 32;
    private const int StepsPerOctave = 4;

    public IReadOnlyList<ConfidenceStep> Steps { get; } = Checked(Steps);

    public int Answers => Steps.Sum(step => step.Answers);

    /// <param name="confidences">Probability that the model gave its answer, in [0,1].</param>
    /// <param name="right">Set where the answer was right; as long as the confidences.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a confidence is not in [0,1].</exception>
    public static ConfidenceHistogram Of(ReadOnlySpan<float> confidences, BitSet right)
    {
        ArgumentNullException.ThrowIfNull(right);
        if (confidences.Length != right.Length) throw new ArgumentException($"There are {confidences.Length} confidences for {right.Length} answers.", nameof(right));
        var (answers, rights, sums) = (new int[StepCount], new int[StepCount], new double[StepCount]);
        for (var i = 0; i < confidences.Length; i++)
        {
            var step = StepOf(confidences[i]);
            answers[step]++;
            sums[step] += confidences[i];
            if (right[i]) rights[step]++;
        }

        return new ConfidenceHistogram(
        [
            .. Enumerable.Range(0, StepCount).Where(step => answers[step] > 0).Select(step => new ConfidenceStep(step, answers[step], rights[step], (float)(sums[step] / answers[step]))),
        ]);
    }

    /// <summary>The step of a confidence: a rule of exact arithmetic, so that every machine fills the same steps.</summary>
    /// <exception cref="ArgumentException">The confidence is not in [0,1].</exception>
    public static int StepOf(double confidence)
    {
        Require.Probabilities([confidence], nameof(confidence));
        if (confidence < 0.5) return (int)(confidence * 2 * LowSteps);
        if (confidence >= 1) return StepCount - 1;
        var bits = BitConverter.DoubleToUInt64Bits(1 - confidence);
        var octave = 1023 - (int)(bits >> 52); // 1 for doubts in [½, 1), 2 in [¼, ½) …
        var quarter = (int)(bits >> 50 & 3);   // the two highest bits of the fraction; more is more doubt
        return Math.Min(LowSteps + (octave * StepsPerOctave) - quarter - StepsPerOctave, StepCount - 2);
    }

    private static IReadOnlyList<ConfidenceStep> Checked(IReadOnlyList<ConfidenceStep> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        var last = -1;
        foreach (var step in steps)
        {
            if (step.Step <= last || step.Step >= StepCount || step.Answers < 1 || step.Right < 0 || step.Right > step.Answers || step.MeanConfidence is not (>= 0 and <= 1))
                throw new ArgumentException($"{step} after step {last} is no step of a histogram.", nameof(steps));
            last = step.Step;
        }

        return steps;
    }
}

/// <summary>Answers of nearly the same confidence.</summary>
/// <param name="Step">In [0, <see cref="ConfidenceHistogram.StepCount"/>).</param>
/// <param name="Answers">Number of answers; ≥ 1.</param>
/// <param name="Right">Of them, right.</param>
/// <param name="MeanConfidence">Their mean confidence, in [0,1].</param>
public readonly record struct ConfidenceStep(int Step, int Answers, int Right, float MeanConfidence);
