using ArchRepair.Core.Results;

namespace ArchRepair.Engine.Localization;

/// <summary>Images that a model answers wrongly and rightly.</summary>
/// <param name="Images">[N,H,W,3] bytes, RGB interleaved; the failures come first.</param>
/// <param name="Height">H in pixels.</param>
/// <param name="Width">W in pixels.</param>
/// <param name="Labels">N true classes.</param>
/// <param name="Failures">How many of the images, from the first on, the model answers wrongly; ≥ 1. The others are passes.</param>
/// <param name="Description">Which images these are, in one line; verification must not use them.</param>
/// <param name="Cells">The cells that the images come from.</param>
public sealed record LocalizationExamples(
    ReadOnlyMemory<byte> Images, int Height, int Width, IReadOnlyList<int> Labels, int Failures, string Description, IReadOnlyList<Cell> Cells)
{
    /// <summary>The cell of each of the N images, or null where it is not known; then there are no scores by corruption.</summary>
    public IReadOnlyList<Cell>? Origins { get; init; }

    /// <summary>Images in all.</summary>
    public int Count => Labels.Count;

    /// <summary>Images that the model answers rightly.</summary>
    public int Passes => Count - Failures;

    /// <summary>Bytes of one image.</summary>
    public int ImageBytes => Height * Width * 3;

    /// <summary>Every reason why nothing can be localized with these.</summary>
    public IEnumerable<string> Problems()
    {
        if (Height < 1 || Width < 1) yield return $"images of {Height}x{Width} pixels are none.";
        if (Failures < 1) yield return "there is no failing example; localization needs at least one.";
        if (Failures > Count) yield return $"{Failures} failures are more than the {Count} images.";
        if (Images.Length != (long)Count * Height * Width * 3)
            yield return $"{Count} images of {Height}x{Width} pixels take {(long)Count * Height * Width * 3} bytes, not {Images.Length}.";
        if (Labels.Any(label => label < 0)) yield return "a label is negative.";
        if (Origins is not null && Origins.Count != Count) yield return $"there are {Count} images and the cells of {Origins.Count}.";
    }

    /// <summary>The same examples with failures of one corruption side by side, in the order in which corruptions first appear.</summary>
    internal LocalizationExamples ByCorruption()
    {
        if (Origins is null) return this;
        int[] order =
        [
            .. Enumerable.Range(0, Failures).GroupBy(i => Origins[i].Corruption, StringComparer.Ordinal).SelectMany(group => group),
            .. Enumerable.Range(Failures, Passes),
        ];
        var images = new byte[Images.Length];
        foreach (var (place, index) in order.Index())
            Images.Span.Slice(index * ImageBytes, ImageBytes).CopyTo(images.AsSpan(place * ImageBytes));
        return this with { Images = images, Labels = [.. order.Select(i => Labels[i])], Origins = [.. order.Select(i => Origins[i])] };
    }
}
