using ArchRepair.Core.Statistics;

namespace ArchRepair.Core.Fast;

/// <summary>The random order in which a fast check takes images: a function of seed and number alone.</summary>
public static class ImageOrder
{
    // A stream of its own: the same seed also draws corruptions and training batches.
    private const ulong Stream = 0xFA57;

    /// <summary>Base images in the order in which they are taken; every order is equally likely over seeds.</summary>
    public static int[] Of(ulong seed, int images) => new SeededRandom(seed).Fork(Stream).Permutation(images);
}
