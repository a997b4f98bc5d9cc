using System.Buffers.Binary;
using System.IO.Hashing;

namespace ArchRepair.Engine.Loading;

/// <summary>
/// Splits training images into a part that weights are fitted on and a part that everything else is chosen on (architecture,
/// stopping, examples for localization). The pixels decide, so copies of an image stay on one side.
/// </summary>
public static class TrainSplit
{
    /// <summary>One image in so many goes to the search part.</summary>
    private const ulong SearchShare = 10;

    /// <returns>Indices of both parts, ascending; together they are all images.</returns>
    public static (IReadOnlyList<int> Fit, IReadOnlyList<int> Search) Of(LabelledImages images, ulong seed)
    {
        var fit = new List<int>();
        var search = new List<int>();
        Span<byte> salted = stackalloc byte[16];
        for (var i = 0; i < images.Count; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(salted, XxHash64.HashToUInt64(images.Image(i)));
            BinaryPrimitives.WriteUInt64LittleEndian(salted[8..], seed);
            (XxHash64.HashToUInt64(salted) % SearchShare == 0 ? search : fit).Add(i);
        }

        return (fit, search);
    }
}
