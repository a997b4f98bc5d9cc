namespace ArchRepair.Core.Settings;

/// <summary>
/// A pattern of dotted paths such as <c>layer1.0</c>: <c>?</c> is any one character and <c>*</c> any number of them, both within one
/// name; <c>**</c> also crosses dots. Everything else stands for itself; case counts.
/// </summary>
public static class PathPattern
{
    /// <summary>Whether the whole path fits the pattern.</summary>
    public static bool Fits(string pattern, string path)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(path);
        return Fits(pattern.AsSpan(), path.AsSpan());
    }

    private static bool Fits(ReadOnlySpan<char> pattern, ReadOnlySpan<char> path)
    {
        while (pattern.Length > 0 && pattern[0] != '*')
        {
            if (path.Length == 0 || (pattern[0] != path[0] && (pattern[0] != '?' || path[0] == '.'))) return false;
            pattern = pattern[1..];
            path = path[1..];
        }
        if (pattern.Length == 0) return path.Length == 0;
        var crossesDots = pattern.StartsWith("**");
        var rest = pattern.TrimStart('*');
        for (var taken = 0; ; taken++)
        {
            if (Fits(rest, path[taken..])) return true;
            if (taken == path.Length || (path[taken] == '.' && !crossesDots)) return false;
        }
    }
}
