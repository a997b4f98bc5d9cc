using System.Globalization;

namespace ArchRepair.Benchmarks;

/// <summary>
/// Gains of block repairs by corruption, in a text file that grows with each corruption measured: repairs take hours, and
/// rankings are compared with them in seconds.
/// </summary>
internal sealed class OracleGains
{
    private readonly string path;
    private readonly Dictionary<string, double[]> gains = new(StringComparer.Ordinal);

    /// <param name="path">Lines of a key and the gains of all blocks, with spaces between; need not exist. Empty keeps nothing.</param>
    public OracleGains(string path)
    {
        this.path = path;
        if (path.Length == 0 || !File.Exists(path)) return;
        foreach (var line in File.ReadLines(path))
        {
            var words = line.Split(' ');
            gains[words[0]] = [.. words.Skip(1).Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
        }
    }

    /// <summary>The gains kept under a key, or those that are measured now.</summary>
    /// <param name="key">Everything that gains depend on, without spaces.</param>
    public double[] Of(string key, Func<IReadOnlyList<double>> measure)
    {
        if (gains.TryGetValue(key, out var known)) return known;
        double[] measured = [.. measure()];
        gains[key] = measured;
        if (path.Length > 0)
            File.AppendAllText(path, $"{key} {string.Join(' ', measured.Select(gain => gain.ToString("R", CultureInfo.InvariantCulture)))}\n");
        return measured;
    }
}
