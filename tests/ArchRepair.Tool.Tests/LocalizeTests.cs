using ArchRepair.Core.Protocol;
using ArchRepair.Core.Results;
using ArchRepair.Tool.Terminal;
using ArchRepair.Tool.Tests.Support;

namespace ArchRepair.Tool.Tests;

/// <summary>The real command <c>localize</c> on the quick start, whose weights are damaged in one block.</summary>
[TestFixture]
public sealed class LocalizeTests
{
    private SampleFolder sample = null!;

    [OneTimeSetUp]
    public void CopySample()
    {
        sample = new SampleFolder();
        sample.MakeSmall();
    }

    [OneTimeTearDown]
    public void RemoveSample() => sample.Dispose();

    [Test]
    public void The_ranking_is_printed_with_bars_and_written_as_json_markdown_and_plots()
    {
        var ending = ToolProcess.Run(sample.Root, "localize");

        Assert.That(ending.Code, Is.Zero, ending.ToString());
        var ranking = Ranking(File.ReadAllText(Written("ranking.json")));
        Assert.That(ending.Output, Does.Contain(ranking.Blocks[0].Path).And.Contain("█").And.Contain("┤"));
        Assert.That(ranking.ByCorruption.Select(row => row.Corruption), Is.SubsetOf(new[] { "gaussian_noise", "shot_noise", "clean" }));
        Assert.That(ranking.ByCorruption, Is.Not.Empty);
        Assert.That(File.ReadAllText(Written("ranking.md")), Does.Contain("Which corruption points where"));
        Assert.That(File.ReadAllText(Written("plots", "depth.svg")), Does.Contain(ranking.ByCorruption[0].Corruption));
    }

    [Test]
    public void Without_a_baseline_it_says_everywhere_that_it_does_not_point_at_damage()
    {
        const string Note = "Without a baseline to compare with, the ranking explains the weakest cells";
        File.WriteAllText(Path.Combine(sample.Root, "alone.json"), File.ReadAllText(sample.Settings).Replace("\"archrepair.baseline.json\"", "null", StringComparison.Ordinal));
        var compared = Ranking(ToolProcess.Run(sample.Root, "localize", "--format", "json").Output);

        var ending = ToolProcess.Run(sample.Root, "localize", "alone.json");

        Assert.That(ending.Output, Does.Contain($"Note: {Note}"), ending.ToString());
        Assert.That(Ranking(File.ReadAllText(Written("ranking.json"))).Note, Does.StartWith(Note));
        Assert.That(File.ReadAllText(Written("ranking.md")), Does.Contain($"**Note:** {Note}"));
        Assert.That(compared.Note, Is.Null, "what fell against the baseline is damage");
    }

    [Test]
    public void Where_nothing_fell_it_says_so()
    {
        var ranking = Ranking(ToolProcess.Run(sample.Root, "localize", "--format", "json", "--weights", "weights/healthy.safetensors").Output);

        Assert.That(ranking.Note, Does.StartWith("Nothing fell against the baseline; the ranking explains the weakest cells"));
    }

    [Test]
    public void At_layer_level_convolutions_are_ranked_and_the_seed_decides_everything()
    {
        var blocks = Ranking(ToolProcess.Run(sample.Root, "localize", "--format", "json").Output);
        var layers = Ranking(ToolProcess.Run(sample.Root, "localize", "--format", "json", "--layer-level").Output);
        var again = Ranking(ToolProcess.Run(sample.Root, "localize", "--format", "json", "--layer-level").Output);

        Assert.That(layers.Blocks, Has.Count.GreaterThan(blocks.Blocks.Count));
        Assert.That(layers.Blocks.Select(block => block.Path), Has.All.Contains("conv"));
        Assert.That(CoreJson.Serialize(again with { Seconds = 0 }), Is.EqualTo(CoreJson.Serialize(layers with { Seconds = 0 })));
    }

    [TestCase(0.5, 0.25, 0.75, "████████├──────┼──────┤       ")]
    [TestCase(1, 1, 1, "██████████████████████████████")]
    [TestCase(0, 0, 0, "                              ")]
    public void A_bar_ends_at_the_score_and_carries_its_interval(double score, double lower, double upper, string expected)
    {
        var block = new BlockScore("a", score, 0, 0, 0, 1, new Interval(lower, upper), true);
        Assert.That(RankingTable.Bar(block, 1), Is.EqualTo(expected));
    }

    private string Written(params string[] parts) => Path.Combine([sample.Root, "output", "localization", .. parts]);

    private static BlockRanking Ranking(string json) => CoreJson.Deserialize<BlockRanking>(json);
}
