using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

using ArchRepair.Reporting.Html;
using ArchRepair.Reporting.Tests.Samples;

namespace ArchRepair.Reporting.Tests;

public sealed class HtmlReportTests
{
    private static readonly string Page = Reports.Text(HtmlReport.Write, SampleResults.Accepted);

    // Two pages hold every element; the sections of the others are compared as Markdown.
    [TestCase("accepted")]
    [TestCase("no-baseline")]
    public void The_page_is_as_accepted(string name) =>
        Golden.AssertSame($"{name}.report.html", Reports.Text(HtmlReport.Write, SampleResults.All.Single(sample => sample.Name == name).Result));

    [Test]
    public void The_policy_admits_the_style_sheet_as_it_stands_in_the_page()
    {
        var style = Regex.Match(Page, "<style>(.*?)</style>", RegexOptions.Singleline).Groups[1].Value;

        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
        Assert.That(Page, Does.Contain($"default-src 'none'; img-src data:; style-src 'sha256-{hash}'"));
        Assert.That(style, Does.Not.Contain("url(").And.Not.Contain("@import"));
    }

    [Test]
    public void The_page_runs_nothing_and_asks_for_nothing()
    {
        Assert.That(Page, Does.Not.Contain("<script").And.Not.Contain("<link").And.Not.Contain("<img").And.Not.Contain("<iframe").And.Not.Contain(" style="));
        Assert.That(Regex.Matches(Page, " (?:src|href|action)=\"([^\"]*)\"").Select(match => match.Groups[1].Value), Has.All.Match("^(#[a-z-]+|data:image/png;base64,[A-Za-z0-9+/=]+)$"));
    }

    [Test]
    public void Every_link_of_the_contents_leads_to_a_section()
    {
        var targets = Regex.Matches(Page, "<a href=\"#([^\"]*)\"").Select(match => match.Groups[1].Value).ToArray();

        Assert.That(targets, Has.Length.EqualTo(12));
        Assert.That(targets, Is.SubsetOf(Regex.Matches(Page, " id=\"([^\"]*)\"").Select(match => match.Groups[1].Value)));
    }

    [Test]
    public void The_block_is_drawn_without_scripts() => Assert.That(Page, Does.Not.Contain("flowchart").And.Contain("separable3x3").And.Contain("aria-label=\"The block before and after the repair\""));

    [TestCase("<b>bold</b>")]
    [TestCase("[link](https://example.org)")]
    [TestCase("<https://example.org>")]
    public void Markdown_that_is_not_our_own_is_refused(string markdown) =>
        Assert.That(() => SectionHtml.Of(markdown, []), Throws.InvalidOperationException);
}
