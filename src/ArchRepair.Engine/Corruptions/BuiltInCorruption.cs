using ArchRepair.Engine.Corruptions.Draws;

namespace ArchRepair.Engine.Corruptions;

/// <summary>What all published corruptions share: a name, a family, and the check of arguments at the door.</summary>
internal abstract class BuiltInCorruption(string name, CorruptionFamily family, bool isExtra = false) : ICorruption
{
    public string Name => name;

    public CorruptionFamily Family => family;

    public bool IsExtra => isExtra;

    public virtual bool IsSubstitute => false;

    public void Apply(ReadOnlySpan<byte> image, Span<byte> output, ImageSize size, int severity, IRandomDraws draws)
    {
        if (image.Length != size.Bytes)
            throw new ArgumentException(FormattableString.Invariant($"The image has {image.Length} values; {size} RGB needs {size.Bytes}."), nameof(image));
        if (output.Length != size.Bytes)
            throw new ArgumentException(FormattableString.Invariant($"The output has {output.Length} values; {size} RGB needs {size.Bytes}."), nameof(output));
        if (severity is < 1 or > 5)
            throw new ArgumentOutOfRangeException(nameof(severity), severity, "A severity is 1, 2, 3, 4 or 5.");
        if (image.Overlaps(output))
            throw new ArgumentException("The output must not overlap the image.", nameof(output));
        ArgumentNullException.ThrowIfNull(draws);
        Corrupt(image, output, size, severity, draws);
    }

    protected abstract void Corrupt(ReadOnlySpan<byte> image, Span<byte> output, ImageSize size, int severity, IRandomDraws draws);
}
