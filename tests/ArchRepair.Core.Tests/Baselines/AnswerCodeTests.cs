using ArchRepair.Core.Baselines;
using ArchRepair.Core.Results;
using ArchRepair.Core.Statistics;

namespace ArchRepair.Core.Tests.Baselines;

[TestFixture]
public sealed class AnswerCodeTests
{
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(7)]
    [TestCase(500)]
    public void What_was_coded_is_decoded(int images)
    {
        foreach (var share in new[] { 0.0, 0.02, 0.5, 1.0 })
        {
            var random = new SeededRandom((ulong)images);
            var cells = SyntheticAnswers.Cells(1).Select(cell => Outcome(cell, [.. Enumerable.Range(0, images).Select(_ => random.NextDouble() < share)])).ToArray();
            var labels = new ClassSequence(new ushort[images]);

            var rows = AnswerCode.Decode(AnswerCode.Encode(cells, labels), [.. cells.Select(cell => (cell.Cell, cell.Images))], labels);

            Assert.That(rows, Is.EqualTo(cells.Select(cell => cell.Correct)));
        }
    }

    [Test]
    public void Cells_may_have_different_numbers_of_images()
    {
        CellOutcome[] cells = [Outcome(Cell.Clean, [true, false, true]), Outcome(new Cell("own name", 2), [false]), Outcome(new Cell("fog", 5), [])];
        var labels = new ClassSequence([4, 0, 999]);

        var rows = AnswerCode.Decode(AnswerCode.Encode(cells, labels), [.. cells.Select(cell => (cell.Cell, cell.Images))], labels);

        Assert.That(rows, Is.EqualTo(cells.Select(cell => cell.Correct)));
    }

    // Unrelated coin tosses cannot be made smaller, but hardly grow.
    [Test]
    public void Answers_without_any_relation_take_a_bit_each()
    {
        var random = new SeededRandom(3);
        var cells = SyntheticAnswers.Cells(5).Select(cell => Outcome(cell, [.. Enumerable.Range(0, 1000).Select(_ => random.NextDouble() < 0.5)])).ToArray();

        var code = AnswerCode.Encode(cells, new ClassSequence(new ushort[1000]));

        Assert.That(code.Length * 8.0 / (cells.Length * 1000), Is.InRange(1.0, 1.05));
    }

    [Test]
    public void Logits_and_chances_are_inverse_and_symmetric()
    {
        Assert.That(Logistic.Chance(0), Is.EqualTo(2048));
        Assert.That(Logistic.Chance(256), Is.EqualTo(2994), "4096·e/(1 + e) = 2994.4");
        Assert.That(Enumerable.Range(-2047, 4095).All(logit => Logistic.Chance(logit) + Logistic.Chance(-logit) == 4096));
        Assert.That(Enumerable.Range(8, 4080).All(chance => Math.Abs(Logistic.Chance(Logistic.Logit(chance)) - chance) <= 4));
    }

    private static CellOutcome Outcome(Cell cell, bool[] right) => new(cell, BitSet.FromBools(right), "hash");
}
