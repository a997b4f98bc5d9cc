using ArchRepair.Engine.Corruptions.Draws;

namespace ArchRepair.Engine.Corruptions;

/// <summary>
/// One corruption at five severities. Implement it in a model project to add a corruption of your own. An implementation must be
/// safe to call from several threads at once, and its result must depend on nothing but its arguments.
/// </summary>
public interface ICorruption
{
    /// <summary>The name used in settings, reports and folders: lower case letters, digits, underscores.</summary>
    string Name { get; }

    CorruptionFamily Family { get; }

    /// <summary>True for the corruptions kept for validation (and for a user's own), which the mean over the standard fifteen leaves
    /// out.</summary>
    bool IsExtra => true;

    /// <summary>True where the pixels are drawn otherwise than in the published benchmark, so that accuracies are not comparable with
    /// published ones; reports then print the name with an asterisk.</summary>
    bool IsSubstitute => false;

    /// <summary>Corrupts one image.</summary>
    /// <param name="image">H·W·3 values, RGB interleaved.</param>
    /// <param name="output">H·W·3 values, all of which are written; must not overlap <paramref name="image"/>.</param>
    /// <param name="size">Height and width of both.</param>
    /// <param name="severity">1 (weakest) to 5.</param>
    /// <param name="draws">Where every random number comes from, in a fixed order.</param>
    void Apply(ReadOnlySpan<byte> image, Span<byte> output, ImageSize size, int severity, IRandomDraws draws);
}
