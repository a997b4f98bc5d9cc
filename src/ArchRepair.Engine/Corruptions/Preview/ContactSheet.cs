using ArchRepair.Engine.Corruptions.Draws;
using ArchRepair.Engine.Corruptions.Images;

namespace ArchRepair.Engine.Corruptions.Preview;

/// <summary>A picture for a person to look at: corruptions down, severities across, a few images in each place, the clean ones first.</summary>
public static class ContactSheet
{
    private const int Gap = 4;
    private const byte Paper = 255;

    /// <summary>Draws the sheet.</summary>
    /// <param name="images">N·H·W·3 values of the sample; N ≥ 1, three or four show best.</param>
    /// <param name="indices">Index of each in its data set, on which its draws depend.</param>
    /// <param name="size">Height and width of each.</param>
    /// <param name="corruptions">From top to bottom.</param>
    /// <param name="severities">From left to right.</param>
    /// <param name="seed">Seed of the draws; the pixels are those of a benchmark of this seed.</param>
    /// <exception cref="ArgumentException">Images and indices do not fit, or nothing is chosen.</exception>
    public static RgbImage Draw(
        ReadOnlySpan<byte> images, IReadOnlyList<int> indices, ImageSize size, IReadOnlyList<ICorruption> corruptions, IReadOnlyList<int> severities, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(indices);
        ArgumentNullException.ThrowIfNull(corruptions);
        ArgumentNullException.ThrowIfNull(severities);
        if (indices.Count == 0 || images.Length != (long)indices.Count * size.Bytes)
            throw new ArgumentException(FormattableString.Invariant($"{images.Length} values are not {indices.Count} images of {size}."), nameof(images));
        if (corruptions.Count == 0 || severities.Count == 0) throw new ArgumentException("A contact sheet needs a corruption and a severity.", nameof(corruptions));
        var tile = Tile.For(size);
        var labelWidth = (corruptions.Max(corruption => NameOf(corruption).Length) * PixelFont.Advance) + (2 * Gap);
        var blockWidth = (indices.Count * (tile.Width + 1)) + Gap;
        var rowHeight = tile.Height + Gap;
        var top = PixelFont.Height + (3 * Gap);
        var canvas = new Canvas(new ImageSize(top + (corruptions.Count * rowHeight), labelWidth + ((severities.Count + 1) * blockWidth)), Paper);
        canvas.Write("clean", labelWidth, Gap);
        for (var s = 0; s < severities.Count; s++) canvas.Write(FormattableString.Invariant($"severity {severities[s]}"), labelWidth + ((s + 1) * blockWidth), Gap);
        var draws = new CounterDraws();
        var corrupted = new byte[size.Bytes];
        for (var row = 0; row < corruptions.Count; row++)
        {
            var y = top + (row * rowHeight);
            canvas.Write(NameOf(corruptions[row]), Gap, y + ((tile.Height - PixelFont.Height) / 2));
            for (var i = 0; i < indices.Count; i++)
            {
                var clean = images.Slice(i * size.Bytes, size.Bytes);
                var x = labelWidth + (i * (tile.Width + 1));
                canvas.Paste(Tile.Resized(clean, size, tile), tile, x, y);
                for (var s = 0; s < severities.Count; s++)
                {
                    draws.Restart(new DrawKey(seed, corruptions[row].Name, severities[s], indices[i]));
                    corruptions[row].Apply(clean, corrupted, size, severities[s], draws);
                    canvas.Paste(Tile.Resized(corrupted, size, tile), tile, x + ((s + 1) * blockWidth), y);
                }
            }
        }
        return canvas.ToImage();
    }

    private static string NameOf(ICorruption corruption) => corruption.IsSubstitute ? corruption.Name + "*" : corruption.Name;
}
