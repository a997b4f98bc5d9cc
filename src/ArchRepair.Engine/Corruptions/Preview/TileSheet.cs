using ArchRepair.Engine.Corruptions.Images;

namespace ArchRepair.Engine.Corruptions.Preview;

/// <summary>Images side by side without gaps or text, for a report that cuts and labels them itself.</summary>
public static class TileSheet
{
    /// <summary>Pictures in a row.</summary>
    public const int Columns = 8;

    /// <summary>A report carries the sheet, so that its pictures are small: this many pixels a side at most.</summary>
    public const int LargestTile = 64;

    /// <summary>Draws the sheet; places after the last image are white.</summary>
    /// <param name="images">H·W·3 values each; one or more.</param>
    /// <param name="size">Height and width of each.</param>
    /// <returns>The sheet, and the size of one picture in it.</returns>
    /// <exception cref="ArgumentException">There is no image, or one has another size.</exception>
    public static (RgbImage Sheet, ImageSize Tile) Draw(IReadOnlyList<byte[]> images, ImageSize size)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Count == 0) throw new ArgumentException("A sheet needs an image.", nameof(images));
        if (images.Any(image => image.Length != size.Bytes)) throw new ArgumentException($"An image is not of {size}.", nameof(images));
        var tile = Tile.Within(size, LargestTile);
        var rows = (images.Count + Columns - 1) / Columns;
        var canvas = new Canvas(new ImageSize(rows * tile.Height, Math.Min(Columns, images.Count) * tile.Width), 255);
        foreach (var (i, image) in images.Index())
            canvas.Paste(Tile.Resized(image, size, tile), tile, i % Columns * tile.Width, i / Columns * tile.Height);
        return (canvas.ToImage(), tile);
    }
}
