namespace ArchRepair.Core.Diagnostics;

/// <summary>Finds what a misspelt name most likely meant.</summary>
public static class NearestName
{
    /// <returns>The candidate with the smallest edit distance if that is at most a third of the name's length (at least 2), else null.</returns>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        var limit = Math.Max(2, name.Length / 3);
        string? best = null;
        var bestDistance = limit + 1;
        foreach (var candidate in candidates)
        {
            var distance = Distance(name, candidate);
            if (distance >= bestDistance) continue;
            best = candidate;
            bestDistance = distance;
        }

        return best;
    }

    /// <summary>" Did you mean 'x'?" or the list of what is known.</summary>
    public static string Hint(string name, IReadOnlyCollection<string> candidates) => Find(name, candidates) is { } nearest
        ? $"did you mean '{nearest}'?"
        : $"known: {string.Join(", ", candidates)}.";

    // Levenshtein (1966), case-insensitive: insertions, deletions and substitutions.
    private static int Distance(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                var substitution = char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]) ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + substitution);
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
