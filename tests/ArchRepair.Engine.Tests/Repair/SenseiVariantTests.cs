using ArchRepair.Engine.Repair.Data;
using ArchRepair.Engine.Repair.Strategies;

namespace ArchRepair.Engine.Tests.Repair;

public sealed class SenseiVariantTests
{
    [Test]
    public void Children_stay_within_the_published_ranges_and_mutations_change_one_gene()
    {
        var random = new CounterRandom(1, 2, 3);
        for (var i = 0; i < 500; i++)
        {
            var (mother, father) = (SenseiBatches.Variant.Draw(ref random), SenseiBatches.Variant.Draw(ref random));
            var (mutant, cross) = (mother.Mutate(ref random), mother.Cross(father, ref random));
            foreach (var child in new[] { mutant, cross })
            {
                Assert.That(Math.Abs(child.Rotation), Is.LessThanOrEqualTo(15));
                Assert.That(Math.Max(Math.Abs(child.ShiftX), Math.Abs(child.ShiftY)), Is.LessThanOrEqualTo(3));
                Assert.That(Math.Abs(child.Shear), Is.LessThanOrEqualTo(0.1));
            }
            Assert.That(Differences(mother, mutant), Is.EqualTo(1));
            Assert.That(Differences(mother, cross) + Differences(father, cross), Is.EqualTo(4));
        }
    }

    private static int Differences(SenseiBatches.Variant left, SenseiBatches.Variant right) =>
        (left.Rotation != right.Rotation ? 1 : 0) + (left.ShiftY != right.ShiftY ? 1 : 0)
        + (left.ShiftX != right.ShiftX ? 1 : 0) + (left.Shear != right.Shear ? 1 : 0);
}
