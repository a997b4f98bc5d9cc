using ArchRepair.Core.Results;

namespace ArchRepair.Reporting.Tests.Samples;

/// <summary>Evaluations of an imagined ResNet-20: every image has a difficulty of its own, every cell a strength.</summary>
internal static class SampleEvaluations
{
    public static readonly string[] ClassNames = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <param name="weakness">By how much the model is weaker at a corruption than a healthy one, in accuracy; negative for stronger.</param>
    /// <param name="seed">Draws what differs between models; images keep their difficulty.</param>
    public static Evaluation Of(
        ModelIdentity model, Func<Cell, double> weakness, ulong seed, int images = 250, int cleanImages = 1000, IReadOnlyList<string>? corruptions = null)
    {
        var labels = Labels(cleanImages);
        var cells = new List<CellOutcome> { Outcome(Cell.Clean, cleanImages, 0.92 - weakness(Cell.Clean), seed, labels) };
        foreach (var corruption in corruptions ?? CorruptionNames.Standard)
        {
            for (var severity = 1; severity <= 5; severity++)
            {
                var cell = new Cell(corruption, severity);
                cells.Add(Outcome(cell, images, Healthy(cell) - weakness(cell), seed, labels));
            }
        }

        var data = new DataIdentity(
            "cifar10: data/cifar10", "cifar-c: data/cifar10-c", "5f0c1d2e3b4a59687706152433221100", "mean (0.485, 0.456, 0.406), std (0.229, 0.224, 0.225), 32×32", ["frost"]);
        return new Evaluation(model, data, new ClassSequence(labels), cells, 21.4);
    }

    public static ModelIdentity Model(string weights, char digit, Genotype? genotype = null) => new(
        genotype is null ? "resnet20" : "resnet20+genotype", weights, new string(digit, 64), ClassNames, genotype is null ? 269_722 : 274_346,
        genotype is null ? 40_551_040 : 43_205_120, genotype);

    private static double Healthy(Cell cell) => CorruptionNames.FamilyOf(cell.Corruption) switch
    {
        "noise" => 0.82 - 0.11 * cell.Severity,
        "blur" => 0.88 - 0.065 * cell.Severity,
        "weather" => 0.91 - 0.04 * cell.Severity,
        _ => 0.90 - 0.055 * cell.Severity,
    };

    private static ushort[] Labels(int images)
    {
        var random = new SplitMix(7);
        return [.. Enumerable.Range(0, images).Select(_ => (ushort)random.Below(ClassNames.Length))];
    }

    private static CellOutcome Outcome(Cell cell, int images, double accuracy, ulong seed, ushort[] labels)
    {
        var difficulty = new SplitMix(11);
        var noise = new SplitMix(seed * 1_000_003 + (ulong)(uint)CorruptionNames.OrderOf(cell.Corruption) * 31 + (ulong)cell.Severity);
        var correct = new bool[images];
        var predicted = new ushort[images];
        for (var i = 0; i < images; i++)
        {
            var threshold = Math.Clamp(accuracy + (noise.Share() - 0.5) * 0.2, 0, 1);
            correct[i] = difficulty.Share() < threshold;
            predicted[i] = correct[i] ? labels[i] : (ushort)((labels[i] + 1 + noise.Below(3)) % ClassNames.Length);
        }

        var right = BitSet.FromBools(correct);
        return new CellOutcome(cell, right, $"{cell.Severity:x2}{"0123456789abcdef0123456789abcd"}", new ClassSequence(predicted), Confidences: ConfidenceHistogram.Of(Confidences(right, cell), right));
    }

    // Right answers are surer than wrong ones, and the more severe the corruption, the more is claimed too much.
    private static float[] Confidences(BitSet right, Cell cell)
    {
        var random = new SplitMix(17 + (ulong)cell.Severity);
        return [.. Enumerable.Range(0, right.Length).Select(i => (float)(1 - Math.Pow(random.Share(), right[i] ? 4 : 1.2) * (right[i] ? 0.6 : 0.7)))];
    }
}
