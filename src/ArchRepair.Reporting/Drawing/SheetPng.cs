using ArchRepair.Core.Results;
using ArchRepair.Reporting.Facts;

using SkiaSharp;

namespace ArchRepair.Reporting.Drawing;

/// <summary>The newly failed images with their captions as a PNG file.</summary>
internal static class SheetPng
{
    private const int Pitch = 150;
    private const int Shown = 136;
    private const int CaptionHeight = 62;

    /// <returns>Null where the sheet cannot be decoded or its numbers do not describe it.</returns>
    public static byte[]? Of(ReportFacts facts, string font)
    {
        if (facts.Result.NewlyFailed is not { } newlyFailed || !SheetPicture.IsDrawable(newlyFailed)) return null;
        using var sheet = SKImage.FromEncodedData(newlyFailed.Sheet);
        if (sheet is null) return null;
        var height = Math.Max(1, Shown * newlyFailed.TileHeight / newlyFailed.TileWidth);
        var columns = Math.Min(SheetPicture.Columns, newlyFailed.Images.Count);
        var rows = (newlyFailed.Images.Count + columns - 1) / columns;
        using var surface = SKSurface.Create(new SKImageInfo(columns * Pitch + 8, rows * (height + CaptionHeight) + 8));
        surface.Canvas.Clear(SKColors.White);
        using var face = SKTypeface.FromFamilyName(font);
        using var letters = new SKFont(face, 14);
        foreach (var (i, image) in newlyFailed.Images.Index())
        {
            var (x, y) = (8 + i % columns * Pitch, 8 + i / columns * (height + CaptionHeight));
            surface.Canvas.DrawImage(sheet, Part(newlyFailed, i), SKRect.Create(x, y, Shown, height), new SKSamplingOptions(SKFilterMode.Nearest));
            Caption(surface.Canvas, letters, SheetPicture.Caption(facts, image), x, y + height);
        }

        using var picture = surface.Snapshot();
        using var data = picture.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private static SKRect Part(NewlyFailed newlyFailed, int index) => SKRect.Create(
        index % newlyFailed.Columns * newlyFailed.TileWidth, index / newlyFailed.Columns * newlyFailed.TileHeight, newlyFailed.TileWidth, newlyFailed.TileHeight);

    private static void Caption(SKCanvas canvas, SKFont letters, string[] lines, float x, float y)
    {
        using var ink = new SKPaint { Color = new SKColor(0x14, 0x18, 0x1d), IsAntialias = true };
        foreach (var (i, line) in lines.Index()) canvas.DrawText(line, x, y + 17 + i * 17, letters, ink);
    }
}
