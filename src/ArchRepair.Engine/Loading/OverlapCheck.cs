using System.IO.Hashing;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Engine.Formats;

namespace ArchRepair.Engine.Loading;

/// <summary>Refuses a repair whose training images are among the images that verify it.</summary>
public static class OverlapCheck
{
    private const int Chunk = 256;

    /// <exception cref="ArchRepairException">An image stands, byte for byte, in both sets (AR0205, exit 2).</exception>
    public static void Refuse(LabelledImages train, ImageSource test)
    {
        if (test.Height != train.Height || test.Width != train.Width) return;
        var known = new Dictionary<UInt128, int>(train.Count);
        for (var i = 0; i < train.Count; i++) known.TryAdd(XxHash128.HashToUInt128(train.Image(i)), i);

        var shared = 0;
        var first = (Train: -1, Test: -1);
        var buffer = new byte[Chunk * train.Stride];
        for (var start = 0; start < test.Count; start += Chunk)
        {
            var count = Math.Min(Chunk, test.Count - start);
            test.Read(start, count, buffer.AsSpan(0, count * train.Stride));
            for (var i = 0; i < count; i++)
            {
                if (!known.TryGetValue(XxHash128.HashToUInt128(buffer.AsSpan(i * train.Stride, train.Stride)), out var at)) continue;
                if (shared++ == 0) first = (at, start + i);
            }
        }

        if (shared > 0)
            throw new ArchRepairException(ExitCode.Usage, "AR0205",
                $"{shared} of the {test.Count} test images stand in 'data.train' as well (first: training image {first.Train}, test image {first.Test}); a repair verified on them proves nothing. Give 'data.train' other images.");
    }
}
