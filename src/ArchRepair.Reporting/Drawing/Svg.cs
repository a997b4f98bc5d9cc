using System.Globalization;
using System.Text;

using ArchRepair.Reporting.Text;

namespace ArchRepair.Reporting.Drawing;

/// <summary>A small SVG drawing: shapes with class names, whose colours a style sheet gives for light and dark.</summary>
/// <param name="label">What the picture shows, for readers who do not see it.</param>
internal sealed class Svg(double width, double height, string label)
{
    private const string SheetId = "sheet";

    private readonly StringBuilder body = new();

    /// <summary>Colours of every class, as rules over variables that the page or the file itself defines.</summary>
    public const string Rules =
        ".pic text{font:12px system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;fill:var(--fg)}.pic .dim{fill:var(--dim)}.pic .bold{font-weight:650}.pic .ink{fill:#14181d}"
        + ".pic .paper{fill:#fff}.pic .line{stroke:var(--fg);fill:none;stroke-width:1.5}.pic .grid{stroke:var(--rule);fill:none}.pic .bar{fill:var(--bar)}"
        + ".pic .bar2{fill:var(--bar2)}.pic .curve{stroke:var(--bar);fill:none;stroke-width:2}.pic .curve2{stroke:var(--bar2);fill:none;stroke-width:2}"
        + ".pic .box{fill:var(--panel);stroke:var(--fg)}.pic .new{fill:var(--soft);stroke:var(--bar);stroke-width:1.5}.pic .failed{stroke:var(--fg);stroke-width:2.5;fill:none}";

    public const string Light = "--bg:#fff;--fg:#1b1f24;--dim:#59636e;--rule:#d1d9e0;--panel:#f6f8fa;--soft:#ddf0fb;--bar:#0b6aa8;--bar2:#a8590b";

    public const string Dark = "--bg:#0f1318;--fg:#e8edf2;--dim:#9aa7b4;--rule:#333c46;--panel:#1a2027;--soft:#12303f;--bar:#5db4e8;--bar2:#eba35a";

    public static string At(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    public Svg Text(double x, double y, string text, string classes = "", string anchor = "start")
    {
        body.Append(CultureInfo.InvariantCulture, $"<text x=\"{At(x)}\" y=\"{At(y)}\"{Class(classes)}{(anchor == "start" ? "" : $" text-anchor=\"{anchor}\"")}>{Escape.Html(text)}</text>");
        return this;
    }

    /// <summary>Text that reads downwards to the right, for narrow columns.</summary>
    public Svg Turned(double x, double y, string text, string classes = "")
    {
        body.Append(CultureInfo.InvariantCulture, $"<text transform=\"translate({At(x)} {At(y)}) rotate(60)\" dominant-baseline=\"middle\"{Class(classes)}>{Escape.Html(text)}</text>");
        return this;
    }

    public Svg Rect(double x, double y, double w, double h, string classes = "", string? fill = null, double round = 0)
    {
        body.Append(CultureInfo.InvariantCulture, $"<rect x=\"{At(x)}\" y=\"{At(y)}\" width=\"{At(w)}\" height=\"{At(h)}\"{Class(classes)}{(fill is null ? "" : $" fill=\"{fill}\"")}{(round == 0 ? "" : $" rx=\"{At(round)}\"")}/>");
        return this;
    }

    public Svg Line(double x1, double y1, double x2, double y2, string classes)
    {
        body.Append(CultureInfo.InvariantCulture, $"<line x1=\"{At(x1)}\" y1=\"{At(y1)}\" x2=\"{At(x2)}\" y2=\"{At(y2)}\"{Class(classes)}/>");
        return this;
    }

    public Svg Circle(double x, double y, double r, string classes)
    {
        body.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{At(x)}\" cy=\"{At(y)}\" r=\"{At(r)}\"{Class(classes)}/>");
        return this;
    }

    public Svg Path(string data, string classes)
    {
        body.Append(CultureInfo.InvariantCulture, $"<path d=\"{data}\"{Class(classes)}/>");
        return this;
    }

    public Svg Polyline(IEnumerable<(double X, double Y)> points, string classes)
    {
        body.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{string.Join(' ', points.Select(point => $"{At(point.X)},{At(point.Y)}"))}\"{Class(classes)}/>");
        return this;
    }

    /// <summary>Brings a PNG file into the drawing, to be shown in parts by <see cref="Tile"/>; one a drawing.</summary>
    public Svg Sheet(byte[] png, int w, int h)
    {
        body.Append(CultureInfo.InvariantCulture, $"<defs><image id=\"{SheetId}\" width=\"{w}\" height=\"{h}\" image-rendering=\"pixelated\" href=\"data:image/png;base64,{Convert.ToBase64String(png)}\"/></defs>");
        return this;
    }

    /// <summary>Shows a part of the sheet, scaled to fill its place.</summary>
    public Svg Tile(double x, double y, double w, double h, int sheetX, int sheetY, int sheetW, int sheetH)
    {
        body.Append(CultureInfo.InvariantCulture, $"<svg x=\"{At(x)}\" y=\"{At(y)}\" width=\"{At(w)}\" height=\"{At(h)}\" viewBox=\"{sheetX} {sheetY} {sheetW} {sheetH}\" preserveAspectRatio=\"none\"><use href=\"#{SheetId}\"/></svg>");
        return this;
    }

    /// <summary>The drawing as an element of a page that has the rules.</summary>
    public string Inline() => Element("", "");

    /// <summary>The drawing as a file of its own, with its colours and background in it.</summary>
    public string Standalone() =>
        Element(" xmlns=\"http://www.w3.org/2000/svg\"", $"<style>:root{{{Light}}}@media (prefers-color-scheme:dark){{:root{{{Dark}}}}}{Rules}.back{{fill:var(--bg)}}</style><rect width=\"100%\" height=\"100%\" class=\"back\"/>") + "\n";

    private static string Class(string classes) => classes.Length == 0 ? "" : $" class=\"{classes}\"";

    private string Element(string attributes, string start) => string.Create(CultureInfo.InvariantCulture,
        $"<svg{attributes} class=\"pic\" viewBox=\"0 0 {At(width)} {At(height)}\" width=\"{At(width)}\" height=\"{At(height)}\" role=\"img\" aria-label=\"{Escape.Html(label)}\">{start}{body}</svg>");
}
