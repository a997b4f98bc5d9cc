using ArchRepair.Core.Gate;
using ArchRepair.Core.Results;

namespace ArchRepair.Core.Tests.Gate;

public sealed class NewlyFailedChoiceTests
{
    private static readonly Cell Fog1 = new("fog", 1);
    private static readonly Cell Fog3 = new("fog", 3);
    private static readonly Cell Snow2 = new("snow", 2);

    [Test]
    public void Corruptions_take_turns_mildest_cell_first_and_an_image_is_shown_once()
    {
        var before = Of((Fog1, "1111"), (Fog3, "1111"), (Snow2, "1111"));
        var after = Of((Fog1, "1101"), (Fog3, "0001"), (Snow2, "1000"));

        var chosen = NewlyFailedChoice.Of(before, after, 10);

        Assert.That(chosen.Select(image => (image.Cell, image.Image)), Is.EqualTo(new[] { (Fog1, 2), (Snow2, 1), (Fog3, 0), (Snow2, 3) }));
    }

    [Test]
    public void No_more_than_asked_for_are_chosen()
    {
        Assert.That(NewlyFailedChoice.Of(Of((Fog1, "1111")), Of((Fog1, "0000")), 3), Has.Count.EqualTo(3));
    }

    [Test]
    public void Gained_and_unmeasured_images_are_not_lost()
    {
        Assert.That(NewlyFailedChoice.Of(Of((Fog1, "0000"), (Fog3, "1111")), Of((Fog1, "1111"), (Snow2, "0000")), 3), Is.Empty);
    }

    [Test]
    public void The_true_class_and_the_answer_come_along()
    {
        var image = NewlyFailedChoice.Of(Of((Fog1, "1111")), Of((Fog1, "1011")), 1).Single();

        Assert.That((image.Label, image.Predicted), Is.EqualTo((1, (int?)7)));
    }

    private static Evaluation Of(params (Cell Cell, string Right)[] cells) => new(
        new ModelIdentity("m", "w", "00", ["a", "b"], 1, 1), new DataIdentity("t", "c", "l", "p", []), new ClassSequence([0, 1, 0, 1]),
        [.. cells.Select(cell => new CellOutcome(cell.Cell, BitSet.FromBools([.. cell.Right.Select(bit => bit == '1')]), "00", new ClassSequence([7, 7, 7, 7])))], 0);
}
