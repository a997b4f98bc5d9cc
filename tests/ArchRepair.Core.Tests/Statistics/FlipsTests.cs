using ArchRepair.Core.Statistics;
using CsCheck;

namespace ArchRepair.Core.Tests.Statistics;

public sealed class FlipsTests
{
    [Test]
    public void Each_kind_of_change_is_counted()
    {
        int[] labels = [0, 0, 0, 0, 0];
        Assert.That(Flips.Of(labels, [0, 1, 1, 0, 2], [1, 0, 2, 0, 2]), Is.EqualTo(new Flips(RightToWrong: 1, WrongToRight: 1, WrongToOtherWrong: 1, Unchanged: 2)));
    }

    [Test]
    public void Looking_back_exchanges_lost_and_gained()
    {
        var answers = Gen.Int[0, 3];
        Properties.ForAll(Gen.Int[0, 50].SelectMany(n => Gen.Select(answers.Array[n], answers.Array[n], answers.Array[n])), (labels, before, after) =>
        {
            var (there, back) = (Flips.Of(labels, before, after), Flips.Of(labels, after, before));
            return there == back with { RightToWrong = back.WrongToRight, WrongToRight = back.RightToWrong } && there.Images == labels.Length;
        });
    }

    [Test]
    public void Answers_about_other_images_are_refused() => Assert.That(() => Flips.Of([0, 1], [0, 1], [0]), Throws.ArgumentException);
}
