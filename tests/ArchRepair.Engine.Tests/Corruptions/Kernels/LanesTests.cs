using System.Runtime.Intrinsics;
using ArchRepair.Engine.Corruptions.Kernels;

namespace ArchRepair.Engine.Tests.Corruptions;

[TestFixture]
public sealed class LanesTests
{
    [Test]
    public void Every_level_becomes_its_quotient_by_255()
    {
        var levels = Enumerable.Range(0, 256).Select(v => (byte)v).ToArray();
        for (var v = 0; v < 256; v += 8)
        {
            var (units, plain) = (Lanes.LoadUnit(ref levels[v]), Lanes.LoadLevels(ref levels[v]));
            for (var lane = 0; lane < 8; lane++)
            {
                Assert.That(units[lane], Is.EqualTo((v + lane) / 255.0));
                Assert.That(plain[lane], Is.EqualTo(v + lane));
            }
        }
    }

    [Test]
    public void Values_are_clipped_and_cut_not_rounded()
    {
        var target = new byte[8];
        Lanes.StoreUnit(Vector512.Create(-1, 0, 0.5, 0.9999999, 1, 2, 254.999 / 255, 1e-9), ref target[0]);
        Assert.That(target, Is.EqualTo(new byte[] { 0, 0, 127, 254, 255, 255, 254, 0 }));
        Assert.That(Pixels.FromUnit(254.999 / 255), Is.EqualTo(254));
    }

    [Test]
    public void Levels_come_back_from_both_precisions()
    {
        for (var v = 0; v < 256; v++)
        {
            Assert.That(Pixels.UnitFloat[v], Is.EqualTo((float)(v / 255.0)));
            Assert.That(Pixels.Unit[v], Is.EqualTo(v / 255.0));
        }
    }
}
