using ArchRepair.Core.Results;
using ArchRepair.Core.Statistics;

namespace ArchRepair.Core.Tests.Baselines;

/// <summary>
/// Answers that hang together as a real model's do: an image has a difficulty of its own and one for every corruption, and severity
/// and noise are added to it. The constants give about the accuracies of ResNet-20 on CIFAR-10-C: 92 % clean, 69 % in the mean.
/// </summary>
internal static class SyntheticAnswers
{
    public static IReadOnlyList<Cell> Cells(int severities) =>
        [Cell.Clean, .. CorruptionNames.All.SelectMany(name => Enumerable.Range(1, severities).Select(severity => new Cell(name, severity)))];

    public static Evaluation Evaluation(int images, IReadOnlyList<Cell> cells, ulong seed)
    {
        var random = new SeededRandom(seed);
        var labels = new ClassSequence([.. Enumerable.Range(0, images).Select(_ => (ushort)random.NextInt(10))]);
        var ease = Enumerable.Range(0, images).Select(_ => 2.4 + 1.6 * Normal(random)).ToArray();
        var outcomes = new List<CellOutcome>();
        foreach (var group in cells.GroupBy(cell => cell.Corruption))
        {
            var strength = 0.25 + 0.5 * random.NextDouble();
            var own = ease.Select(_ => 0.9 * Normal(random)).ToArray();
            foreach (var cell in group)
            {
                var right = new bool[images];
                for (var i = 0; i < images; i++) right[i] = ease[i] + (cell.IsClean ? 0 : own[i]) - strength * cell.Severity + 0.6 * Normal(random) > 0;
                outcomes.Add(new CellOutcome(cell, BitSet.FromBools(right), $"{random.NextUInt64():x16}{random.NextUInt64():x16}"));
            }
        }

        return new Evaluation(
            new ModelIdentity("resnet20", "models/resnet20.th", new string('a', 64), [.. Enumerable.Range(0, 10).Select(k => $"class{k}")], 272_474, 40_550_000),
            new DataIdentity("cifar10 data", "cifar-c folder", new string('b', 32), "RGB/255, mean 0.485 0.456 0.406, std 0.229 0.224 0.225", []),
            labels, outcomes, 100, new ImageMarks([.. Enumerable.Range(0, images).Select(_ => (byte)random.NextInt(256))]));
    }

    private static double Normal(SeededRandom random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
