using System.Xml.Linq;

using ArchRepair.Core.Results;
using ArchRepair.Reporting.Drawing;
using ArchRepair.Reporting.Facts;
using ArchRepair.Reporting.Sections;
using ArchRepair.Reporting.Tests.Samples;

namespace ArchRepair.Reporting.Tests;

public sealed class AlphaTests
{
    [Test]
    public void The_report_shows_the_operations_with_the_greatest_last_weights_and_how_undecided_the_search_was()
    {
        var text = Reports.Text(MarkdownReport.Write, WithAlphas());

        var section = text[text.IndexOf("How the architecture was searched", StringComparison.Ordinal)..];
        Assert.That(section, Does.Contain("separable3x3").And.Contain("−0.900").And.Contain("1.00 → 0.40"));
        Assert.That(section.IndexOf("separable3x3", StringComparison.Ordinal), Is.LessThan(section.IndexOf("max3x3", StringComparison.Ordinal)));
        Assert.That(section, Does.Contain("2 operations with smaller weights are not shown"));
    }

    [Test]
    public void The_picture_has_a_line_for_each_shown_operation_and_names_do_not_overlap()
    {
        var picture = XDocument.Parse(AlphaPicture.Of(Alphas())!.Standalone());

        XNamespace svg = "http://www.w3.org/2000/svg";
        Assert.That(picture.Descendants(svg + "polyline").Count(), Is.EqualTo(AlphaSection.Shown));
        var heights = picture.Descendants(svg + "text").Where(text => text.Value.Contains("3x3", StringComparison.Ordinal) || text.Value.Contains("operation", StringComparison.Ordinal))
            .Select(text => double.Parse(text.Attribute("y")!.Value, System.Globalization.CultureInfo.InvariantCulture)).Order().ToArray();
        Assert.That(heights, Has.Length.EqualTo(AlphaSection.Shown));
        Assert.That(heights.Zip(heights.Skip(1), (above, below) => below - above), Is.All.GreaterThanOrEqualTo(12));
    }

    [Test]
    public void The_png_is_drawn_where_the_drawing_library_loads()
    {
        var plots = PngPlots.Of(new ReportFacts(WithAlphas()));
        Assume.That(plots, Is.Not.Empty);

        Assert.That(plots.Keys, Does.Contain(AlphaSection.Key));
        Assert.That(plots[AlphaSection.Key].AsSpan(1, 3).SequenceEqual("PNG"u8));
    }

    [Test]
    public void Without_a_search_there_is_neither_section_nor_picture()
    {
        Assert.That(Reports.Text(MarkdownReport.Write, SampleResults.Accepted), Does.Not.Contain("How the architecture was searched"));
        Assert.That(AlphaPicture.Of([]), Is.Null);
        Assert.That(AlphaPicture.Of([new AlphaPoint(1, 0, ["max3x3"], [double.NaN])]), Is.Null);
    }

    private static CheckResult WithAlphas()
    {
        var result = SampleResults.Accepted;
        CurvePoint[] curve = [new("search", 10, 1, 0.9, 0.7, 1.0, 1.0), new("search", 20, 2, 0.8, 0.75, 0.9, 0.4), new("fine-tune", 5, 3, 0.7, 0.8)];
        return result with { Repair = result.Repair! with { Record = result.Repair.Record with { Alphas = Alphas(), Curve = curve } } };
    }

    private static AlphaPoint[] Alphas()
    {
        string[] names = ["max3x3", "separable3x3", .. Enumerable.Range(0, 8).Select(i => $"operation{i}")];
        return [.. Enumerable.Range(1, 6).Select(step => new AlphaPoint(
            10 * step, 0, names, [.. names.Select((_, i) => i == 1 ? -0.15 * step : i == 0 ? 0.1 * step : 0.01 * step * (i - 5))], "layer1.0"))];
    }
}
