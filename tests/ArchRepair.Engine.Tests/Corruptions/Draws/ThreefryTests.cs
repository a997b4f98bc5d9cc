using ArchRepair.Engine.Corruptions.Draws;

namespace ArchRepair.Engine.Tests.Corruptions;

[TestFixture]
public sealed class ThreefryTests
{
    // Known answers of Salmon et al.'s reference implementation for 20 rounds of 2×64 bits: counter, key, words.
    [TestCase(0UL, 0UL, 0UL, 0UL, 0xc2b6e3a8c2c69865UL, 0x6f81ed42f350084dUL)]
    [TestCase(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0xe02cb7c4d95d277a, 0xd06633d0893b8b68)]
    [TestCase(0x243f6a8885a308d3UL, 0x13198a2e03707344UL, 0xa4093822299f31d0, 0x082efa98ec4e6c89UL, 0x263c7d30bb0f0af1UL, 0x56be8361d3311526UL)]
    public void A_block_is_that_of_the_reference_implementation(ulong counter0, ulong counter1, ulong key0, ulong key1, ulong word0, ulong word1)
    {
        Assert.That(Threefry.Block(key0, key1, counter0, counter1), Is.EqualTo((word0, word1)));
    }

    [Test]
    public void Eight_blocks_are_eight_times_a_block()
    {
        var (words0, words1) = Threefry.EightBlocks(3, 5, 1000, 7);
        for (var lane = 0; lane < 8; lane++)
            Assert.That((words0[lane], words1[lane]), Is.EqualTo(Threefry.Block(3, 5, 1000 + (ulong)lane, 7)));
    }
}
