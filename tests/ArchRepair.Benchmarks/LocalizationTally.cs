using System.Globalization;

namespace ArchRepair.Benchmarks;

/// <summary>Counts how often each contender put the damaged block first and among the first three.</summary>
internal sealed class LocalizationTally
{
    private readonly Dictionary<(string Contender, int Failures), List<(LocalizationFaultKind Kind, int Place)>> places = [];

    public void Add(string contender, int failures, LocalizationFaultKind kind, int place)
    {
        if (!places.TryGetValue((contender, failures), out var list)) places[(contender, failures)] = list = [];
        list.Add((kind, place));
    }

    /// <summary>Shares of faults, in percent: first / among the first three, for each number of failures.</summary>
    public void WriteTable(TextWriter output, IEnumerable<string> contenders, IReadOnlyList<int> sizes)
    {
        output.WriteLine($"| ranking | {string.Join(" | ", sizes.Select(size => $"{size} failures: hit@1 / hit@3"))} |");
        output.WriteLine($"|---|{string.Concat(sizes.Select(_ => "---|"))}");
        foreach (var contender in contenders)
            output.WriteLine($"| {contender} | {string.Join(" | ", sizes.Select(size => Hits(places[(contender, size)])))} |");
    }

    /// <summary>The same by kind of fault, first place only.</summary>
    public void WriteKinds(TextWriter output, IEnumerable<string> contenders, int failures)
    {
        var kinds = Enum.GetValues<LocalizationFaultKind>();
        output.WriteLine($"| hit@1 with {failures} failures | {string.Join(" | ", kinds)} |");
        output.WriteLine($"|---|{string.Concat(kinds.Select(_ => "---|"))}");
        foreach (var contender in contenders)
        {
            var list = places[(contender, failures)];
            output.WriteLine($"| {contender} | {string.Join(" | ", kinds.Select(kind => OfKind([.. list.Where(item => item.Kind == kind)])))} |");
        }
    }

    private static string OfKind(List<(LocalizationFaultKind Kind, int Place)> list) => list.Count == 0
        ? "–"
        : string.Create(CultureInfo.InvariantCulture, $"{100.0 * list.Count(item => item.Place == 1) / list.Count:f1} (n={list.Count})");

    private static string Hits(List<(LocalizationFaultKind Kind, int Place)> list) => string.Create(CultureInfo.InvariantCulture,
        $"{100.0 * list.Count(item => item.Place == 1) / list.Count:f1} / {100.0 * list.Count(item => item.Place <= 3) / list.Count:f1}");
}
