using ArchRepair.Engine.Corruptions.Blur;
using ArchRepair.Engine.Corruptions.Digital;
using ArchRepair.Engine.Corruptions.Frosting;
using ArchRepair.Engine.Corruptions.Noise;
using ArchRepair.Engine.Corruptions.Weather;

namespace ArchRepair.Engine.Corruptions;

/// <summary>
/// The corruptions of a run, by name: the fifteen standard and four extra ones of Hendrycks and Dietterich (2019), Benchmarking neural
/// network robustness to common corruptions and perturbations, in the published order, then a user's own. Immutable.
/// </summary>
public sealed class CorruptionCatalog
{
    private readonly Dictionary<string, ICorruption> _byName;

    private CorruptionCatalog(IReadOnlyList<ICorruption> all)
    {
        All = all;
        Standard = [.. all.Where(corruption => !corruption.IsExtra)];
        Extra = [.. all.Where(corruption => corruption.IsExtra)];
        _byName = all.ToDictionary(corruption => corruption.Name, StringComparer.Ordinal);
    }

    /// <summary>The nineteen, with procedural frost.</summary>
    public static CorruptionCatalog Default { get; } = Create(FrostTextures.Procedural);

    public IReadOnlyList<ICorruption> All { get; }

    /// <summary>The fifteen over which the published means run.</summary>
    public IReadOnlyList<ICorruption> Standard { get; }

    /// <summary>Kept for validation, and a user's own.</summary>
    public IReadOnlyList<ICorruption> Extra { get; }

    /// <summary>The nineteen, with the given frost.</summary>
    public static CorruptionCatalog Create(FrostTextures frost)
    {
        ArgumentNullException.ThrowIfNull(frost);
        return new(
        [
            new GaussianNoise(), new ShotNoise(), new ImpulseNoise(),
            new DefocusBlur(), new GlassBlur(), new MotionBlur(), new ZoomBlur(),
            new Snow(), new Frost(frost), new Fog(), new Brightness(),
            new Contrast(), new ElasticTransform(), new Pixelate(), new JpegCompression(),
            new SpeckleNoise(), new GaussianBlur(), new Spatter(), new Saturate(),
        ]);
    }

    /// <summary>A catalog with one more corruption.</summary>
    /// <exception cref="ArgumentException">The name is taken, or is not made of lower case letters, digits and underscores.</exception>
    public CorruptionCatalog With(ICorruption corruption)
    {
        ArgumentNullException.ThrowIfNull(corruption);
        var name = corruption.Name;
        if (string.IsNullOrEmpty(name) || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_'))
            throw new ArgumentException($"\"{name}\" cannot name a corruption; use lower case letters, digits and underscores.", nameof(corruption));
        if (_byName.ContainsKey(name))
            throw new ArgumentException($"There is a corruption {name} already; give yours another name.", nameof(corruption));
        return new([.. All, corruption]);
    }

    public bool TryGet(string name, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out ICorruption corruption) =>
        _byName.TryGetValue(name, out corruption);

    /// <exception cref="ArgumentException">No corruption has this name; the message says which name is nearest.</exception>
    public ICorruption Get(string name)
    {
        if (_byName.TryGetValue(name, out var corruption)) return corruption;
        throw new ArgumentException(
            $"There is no corruption \"{name}\"; the nearest name is {NearestName(name)}. Known: {string.Join(", ", All.Select(known => known.Name))}.", nameof(name));
    }

    /// <summary>The known name with the fewest edits from <paramref name="name"/>.</summary>
    public string NearestName(string name) => _byName.Keys.MinBy(known => EditDistance(name, known))!;

    private static int EditDistance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        foreach (var letter in a)
        {
            var diagonal = row[0]++;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (char.ToLowerInvariant(letter) == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}
