using ArchRepair.Core.Protocol;
using ArchRepair.Core.Results;

namespace ArchRepair.Core.Tests.Results;

[TestFixture]
public sealed class CellPartTests
{
    private static readonly Cell Fog = new("fog", 3);

    [TestCase(0, 0)]
    [TestCase(0, 1)]
    [TestCase(128, 128)]
    [TestCase(256, 300)]
    public void Bytes_come_back_as_the_same_part(int start, int count)
    {
        var part = Part(start, count, 600);

        var again = CellPart.FromBytes(part.ToBytes())!;

        Assert.That(again.ToBytes(), Is.EqualTo(part.ToBytes()));
        Assert.That((again.Cell, again.Start, again.Count, again.Images, again.Seconds), Is.EqualTo((Fog, start, count, 600, 1.5)));
        Assert.That(again.Confidences.ToArray(), Is.EqualTo(part.Confidences.ToArray()));
    }

    [Test]
    public void Bytes_that_lie_are_no_part()
    {
        var good = Part(0, 200, 200).ToBytes();

        Assert.That(CellPart.FromBytes(good.AsSpan(0, good.Length - 1)), Is.Null, "cut");
        Assert.That(CellPart.FromBytes([.. good, 0]), Is.Null, "longer");
        Assert.That(CellPart.FromBytes([]), Is.Null);
        foreach (var at in new[] { 0, 4, 8, 11, 12, 15, 16, 19 })
        {
            var bad = (byte[])good.Clone();
            bad[at] ^= 0xff;
            Assert.That(CellPart.FromBytes(bad), Is.Null, $"byte {at}");
        }
    }

    [Test]
    public void Parts_join_into_the_bytes_of_the_whole()
    {
        var labels = Enumerable.Range(0, 600).Select(i => (ushort)(i % 3)).ToArray();
        var whole = CellPart.Join([Part(0, 600, 600)], labels);

        var joined = CellPart.Join([Part(0, 128, 600), Part(128, 384, 600), Part(512, 88, 600)], labels);

        Assert.That(CoreJson.Serialize(joined), Is.EqualTo(CoreJson.Serialize(whole)));
        Assert.That(whole.Images, Is.EqualTo(600));
    }

    [Test]
    public void A_gap_an_overlap_or_a_missing_end_is_refused()
    {
        var labels = new ushort[600];

        Assert.That(() => CellPart.Join([Part(0, 128, 600), Part(256, 344, 600)], labels), Throws.ArgumentException);
        Assert.That(() => CellPart.Join([Part(0, 256, 600), Part(128, 472, 600)], labels), Throws.ArgumentException);
        Assert.That(() => CellPart.Join([Part(0, 512, 600)], labels), Throws.ArgumentException);
        Assert.That(() => CellPart.Join([], labels), Throws.ArgumentException);
    }

    private static CellPart Part(int start, int count, int images)
    {
        var numbers = Enumerable.Range(start, count).ToArray();
        return new CellPart(
            Fog, start, images, numbers.Select(i => (ushort)(i * 7 % 5)).ToArray(), numbers.Select(i => i / 1000f).ToArray(), numbers.Select(i => (byte)(i * 31)).ToArray(),
            Enumerable.Range(start / CellPart.Piece, CellPart.PiecesOf(count)).Select(i => (UInt128)i * 12345678901234567).ToArray(), 1.5);
    }
}
