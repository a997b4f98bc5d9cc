using ArchRepair.Core.Results;
using ArchRepair.Reporting.Facts;
using ArchRepair.Reporting.Text;

namespace ArchRepair.Reporting.Drawing;

/// <summary>The newly failed images with what they show and what was answered.</summary>
internal static class SheetPicture
{
    private const double Pitch = 118;
    private const double Shown = 104;
    private const double CaptionHeight = 58;

    /// <summary>By so much the longest caption of the last column leaves it.</summary>
    private const double Overhang = 14;

    /// <summary>Caption lines cannot be longer without leaving their column.</summary>
    private const int CaptionLength = 16;

    /// <summary>Columns on the page: as many as a wide window holds.</summary>
    public const int Columns = 8;

    public static Svg? Of(ReportFacts facts)
    {
        if (facts.Result.NewlyFailed is not { } newlyFailed || !IsDrawable(newlyFailed)) return null;
        var height = Shown * newlyFailed.TileHeight / newlyFailed.TileWidth;
        var rows = (newlyFailed.Images.Count + Columns - 1) / Columns;
        var sheetRows = (newlyFailed.Images.Count + newlyFailed.Columns - 1) / newlyFailed.Columns;
        var drawing = new Svg(Math.Min(Columns, newlyFailed.Images.Count) * Pitch + Overhang, rows * (height + CaptionHeight) + 6, "Newly failed images with their true class and the answer");
        drawing.Sheet(newlyFailed.Sheet, newlyFailed.Columns * newlyFailed.TileWidth, sheetRows * newlyFailed.TileHeight);
        foreach (var (i, image) in newlyFailed.Images.Index())
        {
            var (x, y) = (i % Columns * Pitch + 1, i / Columns * (height + CaptionHeight));
            drawing.Tile(x, y, Shown, height, i % newlyFailed.Columns * newlyFailed.TileWidth, i / newlyFailed.Columns * newlyFailed.TileHeight, newlyFailed.TileWidth, newlyFailed.TileHeight);
            foreach (var (line, text) in Caption(facts, image).Index())
                drawing.Text(x, y + height + 15 + line * 15, text, line == 0 ? "dim" : line == 1 ? "" : "bold");
        }

        return drawing;
    }

    /// <summary>Cell, true class, answer.</summary>
    public static string[] Caption(ReportFacts facts, NewlyFailedImage image) =>
    [
        image.Cell.IsClean ? Shorten(facts.Label(image.Cell)) : $"{Shorten(facts.Label(image.Cell.Corruption))}/{Number.Count(image.Cell.Severity)}", Shorten(ClassText(facts, image.Label)), "→ " + (image.Predicted is { } answer ? Shorten(ClassText(facts, answer)) : "another"),
    ];

    /// <summary>Whether the numbers describe a sheet that can be cut; a file may say anything.</summary>
    public static bool IsDrawable(NewlyFailed newlyFailed) =>
        newlyFailed is { Images.Count: > 0 and <= 1000, TileWidth: > 0 and <= 1000, TileHeight: > 0 and <= 1000, Columns: > 0 and <= 1000 }
        && newlyFailed.Sheet.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);

    private static string ClassText(ReportFacts facts, int index) => facts.ClassName(index) is { } name ? Visible.Name(name) : $"class {Number.Count(index)}";

    private static string Shorten(string name)
    {
        var line = Visible.Name(name);
        if (line.Length <= CaptionLength) return line;
        var end = char.IsHighSurrogate(line[CaptionLength - 2]) ? CaptionLength - 2 : CaptionLength - 1;
        return line[..end] + "…";
    }
}
