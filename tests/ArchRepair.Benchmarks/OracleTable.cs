using System.Globalization;

namespace ArchRepair.Benchmarks;

/// <summary>Regret and rank correlation of rankings against the gains of repairs.</summary>
/// <param name="blocks">Paths of the repaired blocks.</param>
internal sealed class OracleTable(IReadOnlyList<string> blocks)
{
    private readonly List<(string Corruption, string Contender, double Regret, double Correlation, int Chosen)> entries = [];
    private readonly Dictionary<string, double[]> gains = new(StringComparer.Ordinal);

    /// <param name="scores">Of the repaired blocks, in order.</param>
    public void Add(string corruption, string contender, double[] scores, double[] measured)
    {
        gains[corruption] = measured;
        var chosen = Array.IndexOf(scores, scores.Max());
        entries.Add((corruption, contender, Regret(measured, chosen), Spearman(scores, measured), chosen));
    }

    /// <summary>(best gain − chosen gain) / best gain; 0 where no repair gains anything.</summary>
    public static double Regret(IReadOnlyList<double> measured, int chosen) =>
        measured.Max() > 0 ? (measured.Max() - measured[chosen]) / measured.Max() : 0;

    /// <summary>Spearman's rank correlation: Pearson's of the ranks, ties sharing the mean of theirs. Spearman (1904), Am. J. Psych. 15:72.</summary>
    public static double Spearman(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        var (a, b) = (Engine.Localization.UnitRanks.Of(left), Engine.Localization.UnitRanks.Of(right));
        var (meanA, meanB) = (a.Average(), b.Average());
        var shared = a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Sum();
        var scale = Math.Sqrt(a.Sum(x => (x - meanA) * (x - meanA)) * b.Sum(y => (y - meanB) * (y - meanB)));
        return scale > 0 ? shared / scale : 0;
    }

    public void Write(TextWriter output)
    {
        output.WriteLine();
        output.WriteLine($"| gain in points | {string.Join(" | ", blocks)} |");
        output.WriteLine($"|---|{string.Concat(blocks.Select(_ => "---|"))}");
        foreach (var (name, measured) in gains)
            output.WriteLine($"| {name} | {string.Join(" | ", measured.Select(gain => string.Create(CultureInfo.InvariantCulture, $"{100 * gain:f1}")))} |");
        output.WriteLine();
        output.WriteLine("| ranking | mean regret, % | greatest | best block chosen | Spearman |");
        output.WriteLine("|---|---|---|---|---|");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| a block by chance (expected) | {100 * gains.Values.Average(measured => Enumerable.Range(0, blocks.Count).Average(block => Regret(measured, block))):f1} | – | – | 0.00 |"));
        foreach (var contender in entries.GroupBy(entry => entry.Contender, StringComparer.Ordinal))
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {contender.Key} | {100 * contender.Average(entry => entry.Regret):f1} | {100 * contender.Max(entry => entry.Regret):f1} | {contender.Count(entry => entry.Regret == 0)} of {contender.Count()} | {contender.Average(entry => entry.Correlation):f2} |"));
    }
}
