using ArchRepair.Core.Results;
using ArchRepair.Tool.Terminal;

namespace ArchRepair.Tool.Tests.Terminal;

[TestFixture]
public sealed class RankingTableTests
{
    [TestCase("\u001b[2J\u001b[31mred")]
    [TestCase("layer\n::error::passed")]
    [TestCase("##vso[task.complete result=Succeeded]")]
    [TestCase("a\rb\tc\u0007\u009b31m")]
    [TestCase("\u202egnp.exe\u2066")]
    public void Names_of_a_hostile_file_are_shown_and_not_obeyed(string name)
    {
        var lines = Lines(Named(name));

        Assert.That(lines, Has.Length.EqualTo(Lines(Named("harmless")).Length));
        foreach (var line in lines)
        {
            Assert.That(line.Any(char.IsControl), Is.False, line);
            foreach (var obeyed in new[] { "::", "##", "\u202e", "\u2066" }) Assert.That(line.Contains(obeyed, StringComparison.Ordinal), Is.False, line);
        }
    }

    [Test]
    public void A_module_tree_shows_hostile_names_and_does_not_obey_them()
    {
        static ModelDescription Of(string name, int parameters) => new(name, 10, 32, parameters, 1, [new LayerDescription(name, name, [1, 2, 3], parameters, 1, true, [])]);
        using var writer = new StringWriter();

        ComparisonTree.Print(writer, Of("\u001b[2J\n::error::x", 1), "\u001b[2J", Of("\u001b[2J\n::error::x", 2), "##[error]");

        Assert.That(writer.ToString().ReplaceLineEndings("").Any(char.IsControl), Is.False);
        Assert.That(writer.ToString(), Does.Not.Contain("::error").And.Not.Contain("##[error]"));
    }

    [Test]
    public void A_note_stands_below_the_table() => Assert.That(Lines(Named("layer1") with { Note = "read it so." })[^1], Is.EqualTo("Note: read it so."));

    private static string[] Lines(BlockRanking ranking)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        RankingTable.Write(writer, ranking);
        return writer.ToString().TrimEnd('\n').Split('\n');
    }

    private static BlockRanking Named(string name) => new(
        [new BlockScore(name, 0.75, 0.5, 0.5, 1, 8, new Interval(0.5, 1), true), new BlockScore(name, 0.25, 0.5, 0.5, 0, 8, new Interval(0, 0.5), false, 1)],
        10, 20, 0, name, name, [], true, 1, [new CorruptionScores(name, 6, [0.75, 0.25]), new CorruptionScores("fog", 4, [0.5, 0.5])]);
}
