using System.Globalization;

namespace ArchRepair.Benchmarks;

/// <summary>Options of the form <c>--name value</c>, or <c>--name</c> alone.</summary>
internal sealed class RepairBenchmarkOptions
{
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    public RepairBenchmarkOptions(string[] args)
    {
        for (var i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal)) throw new ArgumentException($"'{args[i]}' is no option.", nameof(args));
            var hasValue = i + 1 < args.Length && !args[i + 1].StartsWith("--", StringComparison.Ordinal);
            values[args[i][2..]] = hasValue ? args[i + 1] : "";
            if (hasValue) i++;
        }
    }

    public bool Has(string name) => values.ContainsKey(name);

    public string Text(string name, string otherwise) => values.GetValueOrDefault(name, otherwise);

    public double Number(string name, double otherwise) =>
        values.TryGetValue(name, out var text) ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    public int Integer(string name, int otherwise) =>
        values.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
