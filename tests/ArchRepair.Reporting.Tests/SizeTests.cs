using System.Text;

using ArchRepair.Core.Gate;
using ArchRepair.Core.Results;
using ArchRepair.Reporting.Sections;
using ArchRepair.Reporting.Tests.Samples;

namespace ArchRepair.Reporting.Tests;

public sealed class SizeTests
{
    [Test]
    public void A_summary_that_would_be_too_long_leaves_out_whole_sections_and_names_them()
    {
        var summary = Reports.Text(SummaryReport.Write, WithLongNotes(9000));

        Assert.That(Encoding.UTF8.GetByteCount(summary), Is.LessThan(SummaryReport.MaxBytes));
        Assert.That(summary, Does.Contain("Left out for length, in report.md: How training went, Newly failed images, Confidence against accuracy"));
        Assert.That(summary, Does.Contain("## Failed cells, worst first"));
        Assert.That(summary, Does.Not.Contain("## Repair"));
    }

    [Test]
    public void A_comment_that_would_be_too_long_keeps_its_verdict_and_its_last_line()
    {
        var comment = Reports.Text(CommentReport.Write, WithLongNotes(9000));

        Assert.That(comment, Has.Length.LessThan(CommentReport.MaxLength));
        Assert.That(comment, Does.Contain("**Failed.**").And.EndsWith("artifact `archrepair` of this run.\n"));
    }

    [Test]
    public void A_comment_with_endless_reasons_keeps_its_numbers()
    {
        var finding = new Finding("AR0302", FindingSeverity.Undecided, new string('|', 5000));
        var result = SampleResults.Failed with { Verdict = new Verdict(Outcome.Inconclusive, [.. Enumerable.Repeat(finding, 2000)]) };

        var comment = Reports.Text(CommentReport.Write, result);

        Assert.That(comment, Has.Length.LessThan(CommentReport.MaxLength));
        Assert.That(comment, Does.Contain("**Undecided.**").And.Contain("58.4 %"));
    }

    [Test]
    public void The_drop_order_names_every_section_but_the_verdict()
    {
        var keys = new ReportDocument(SampleResults.Accepted).Sections.Select(section => section.Key);

        Assert.That(SummaryReport.DropOrder, Is.EquivalentTo(keys.Append(AlphaSection.Key).Where(key => key != VerdictSection.Key)));
    }

    [Test]
    public void A_marker_is_the_same_for_one_model_and_another_for_another()
    {
        Assert.That(CommentReport.Marker(SampleResults.Accepted), Is.EqualTo(CommentReport.Marker(SampleResults.RolledBack)));
        Assert.That(CommentReport.Marker(SampleResults.Accepted), Is.Not.EqualTo(CommentReport.Marker(SampleResults.Passed)));
    }

    [Test]
    public void A_page_of_19_corruptions_and_10000_images_stays_below_3_MB()
    {
        var model = SampleEvaluations.Model("w", 'a');
        var healthy = SampleEvaluations.Of(model, _ => 0, 1, 10_000, 10_000, CorruptionNames.All);
        var damaged = SampleEvaluations.Of(model, _ => 0.04, 2, 10_000, 10_000, CorruptionNames.All);

        var page = Reports.Text(HtmlReport.Write, SampleResults.WithRepair(SampleResults.Checked(damaged, healthy), healthy, healthy));

        Assert.That(Encoding.UTF8.GetByteCount(page), Is.LessThan(3_000_000));
    }

    private static CheckResult WithLongNotes(int notes)
    {
        var result = SampleResults.Accepted;
        return result with { Repair = result.Repair! with { Record = result.Repair!.Record with { Notes = [.. Enumerable.Range(0, notes).Select(i => $"note {i}: {new string('n', 100)}")] } } };
    }
}
