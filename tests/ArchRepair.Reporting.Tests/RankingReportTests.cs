using ArchRepair.Core.Protocol;
using ArchRepair.Core.Results;
using ArchRepair.Reporting.Drawing;
using ArchRepair.Reporting.Sections;
using ArchRepair.Reporting.Tests.Samples;

namespace ArchRepair.Reporting.Tests;

public sealed class RankingReportTests
{
    private readonly BlockRanking ranking = SampleResults.Accepted.Ranking!;

    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("archrepair-ranking-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void Markdown_json_and_pictures_are_written_and_every_picture_that_the_text_shows_is_there()
    {
        var written = RankingReport.Write(ranking, folder);

        Assert.That(written, Is.EquivalentTo(Directory.GetFiles(folder, "*", SearchOption.AllDirectories)));
        var text = File.ReadAllText(Path.Combine(folder, "ranking.md"));
        foreach (var picture in new[] { "plots/ranking.svg", "plots/depth.svg" })
        {
            Assert.That(text, Does.Contain($"]({picture})"));
            Assert.That(File.Exists(Path.Combine(folder, picture)));
        }
    }

    [Test]
    public void The_json_reads_back_as_the_same_ranking()
    {
        RankingReport.Write(ranking, folder);
        var readBack = CoreJson.Deserialize<BlockRanking>(File.ReadAllText(Path.Combine(folder, "ranking.json")));
        Assert.That(CoreJson.Serialize(readBack), Is.EqualTo(CoreJson.Serialize(ranking)));
        Assert.That(readBack.ByCorruption, Has.Count.EqualTo(2));
    }

    [Test]
    public void A_ranking_of_an_earlier_version_has_no_corruptions_and_its_report_no_rows()
    {
        var old = CoreJson.Deserialize<BlockRanking>(CoreJson.Serialize(ranking with { Corruptions = null }).Replace(",\"depth\":", ",\"unused\":", StringComparison.Ordinal));

        Assert.That(old.ByCorruption, Is.Empty);
        Assert.That(DepthSection.Of(old), Is.Null);
        Assert.That(() => RankingReport.Write(old, folder), Throws.Nothing);
    }

    [Test]
    public void The_heat_map_has_a_row_for_each_failing_corruption_and_columns_in_the_order_of_computation()
    {
        var picture = DepthPicture.Of(ranking)!.Standalone();

        Assert.That(DepthPicture.Places(ranking).Select(place => ranking.Blocks[place].Path).Take(3), Is.EqualTo(new[] { "stem", "layer1.0", "layer1.1" }));
        Assert.That(picture, Does.Contain("gaussian_noise (61)").And.Contain("shot_noise (39)"));
        Assert.That(picture.IndexOf(">stem<", StringComparison.Ordinal), Is.LessThan(picture.IndexOf(">layer1.0<", StringComparison.Ordinal)));
        Assert.That(picture, Does.Contain("0.55"), "the share of the stem under shot noise");
    }

    [Test]
    public void Scores_that_are_no_shares_are_not_printed_as_shares()
    {
        var lifts = ranking with { Blocks = [.. ranking.Blocks.Select(block => block with { Score = block.Score * 20 })] };

        var text = DepthSection.Of(lifts)!.Markdown;

        Assert.That(text, Does.Contain("| its score |").And.Contain("the larger its score, on one scale").And.Not.Contain("%"));
        Assert.That(DepthSection.Of(ranking)!.Markdown, Does.Contain("| its share |").And.Contain("the larger its share of the suspicion"));
    }

    [Test]
    public void A_note_stands_before_what_the_ranking_rests_on() =>
        Assert.That(Reports.Text(RankingReport.WriteMarkdown, ranking with { Note = "read *it* so" }), Does.Contain("**Note:** read \\*it\\* so\n\nFrom 100 failing examples"));

    [Test]
    public void The_table_names_the_blocks_that_each_corruption_points_at()
    {
        var text = Reports.Text(RankingReport.WriteMarkdown, ranking);
        Assert.That(text, Does.Match("`shot_noise` \\| 39 \\| [▁-█]{10} \\| `stem` \\| 55.0 %"));
        Assert.That(text, Does.Contain("is also first for 1 of 2 failing corruptions alone"));
    }
}
