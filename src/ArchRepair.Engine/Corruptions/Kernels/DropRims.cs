using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ArchRepair.Engine.Corruptions.Kernels;

/// <summary>The bright rims of water drops: distance to the edges of the liquid, equalised, embossed and smoothed.</summary>
internal static class DropRims
{
    private const int Farthest = 20 * ChamferDistance.Straight;
    private const int Step = 8;

    public static void Fill(ReadOnlySpan<byte> levels, Span<byte> rims, ImageSize size)
    {
        var layout = new PaddedPlane(size);
        using var distanceScratch = new Scratch<int>(size.Pixels);
        using var planeScratch = new Scratch<int>(layout.Length);
        using var resultScratch = new Scratch<int>(size.Pixels + Step);
        var plane = planeScratch.Span;
        var result = resultScratch.Span;
        CannyEdges.Find(levels, rims, size);
        ChamferDistance.Fill(rims, distanceScratch.Span, size, Farthest);
        layout.Fill<int>(distanceScratch.Span, plane);
        layout.Frame(plane, Border.MirrorWithoutEdge);
        MeanDistance(plane, result, layout);
        EqualizeHistogram(result[..size.Pixels]);
        layout.Fill<int>(result[..size.Pixels], plane);
        layout.Frame(plane, Border.MirrorWithoutEdge);
        Emboss(plane, result, layout);
        layout.Fill<int>(result[..size.Pixels], plane);
        layout.Frame(plane, Border.MirrorWithoutEdge);
        RoundedMean(plane, result, layout);
        for (var i = 0; i < rims.Length; i++) rims[i] = (byte)result[i];
    }

    /// <summary>3×3 mean in pixels, cut to an integer. Sums stay below 2²⁴, so the single-precision quotient is cut right.</summary>
    private static void MeanDistance(ReadOnlySpan<int> plane, Span<int> output, PaddedPlane layout)
    {
        for (var y = 0; y < layout.Size.Height; y++)
        {
            for (var x = 0; x < layout.Size.Width; x += Step)
            {
                var sum = SumAround(plane, layout.RowStart(y) + x, layout.Stride);
                var mean = Vector256.ConvertToSingle(sum) / Vector256.Create(9f * ChamferDistance.Straight);
                Vector256.ConvertToInt32Native(mean).CopyTo(output[((y * layout.Size.Width) + x)..]);
            }
        }
    }

    /// <summary>3×3 mean, rounded.</summary>
    private static void RoundedMean(ReadOnlySpan<int> plane, Span<int> output, PaddedPlane layout)
    {
        for (var y = 0; y < layout.Size.Height; y++)
        {
            for (var x = 0; x < layout.Size.Width; x += Step)
            {
                var sum = SumAround(plane, layout.RowStart(y) + x, layout.Stride);
                // 7282 / 2¹⁶ is 1/9 closely enough for sums of nine bytes.
                (((sum + Vector256.Create(4)) * 7282) >> 16).CopyTo(output[((y * layout.Size.Width) + x)..]);
            }
        }
    }

    private static void Emboss(ReadOnlySpan<int> plane, Span<int> output, PaddedPlane layout)
    {
        var stride = layout.Stride;
        for (var y = 0; y < layout.Size.Height; y++)
        {
            for (var x = 0; x < layout.Size.Width; x += Step)
            {
                ref var here = ref Unsafe.Add(ref MemoryMarshal.GetReference(plane), layout.RowStart(y) + x);
                var lit = Near(ref here, 0) + Near(ref here, 1) + Near(ref here, stride) + (Near(ref here, stride + 1) << 1);
                var shaded = (Near(ref here, -stride - 1) << 1) + Near(ref here, -stride) + Near(ref here, -1);
                var clipped = Vector256.Min(Vector256.Max(lit - shaded, Vector256<int>.Zero), Vector256.Create(255));
                clipped.CopyTo(output[((y * layout.Size.Width) + x)..]);
            }
        }
    }

    private static Vector256<int> SumAround(ReadOnlySpan<int> plane, int at, int stride)
    {
        ref var here = ref Unsafe.Add(ref MemoryMarshal.GetReference(plane), at);
        return Near(ref here, -stride - 1) + Near(ref here, -stride) + Near(ref here, -stride + 1)
            + Near(ref here, -1) + Near(ref here, 0) + Near(ref here, 1)
            + Near(ref here, stride - 1) + Near(ref here, stride) + Near(ref here, stride + 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Near(ref int here, int offset) => Vector256.LoadUnsafe(ref Unsafe.Add(ref here, offset));

    private static void EqualizeHistogram(Span<int> plane)
    {
        Span<int> histogram = stackalloc int[256];
        histogram.Clear();
        foreach (var value in plane) histogram[value]++;
        var lowest = 0;
        while (histogram[lowest] == 0) lowest++;
        if (histogram[lowest] == plane.Length) return;
        var scale = 255f / (plane.Length - histogram[lowest]);
        Span<int> map = stackalloc int[256];
        map.Clear();
        var sum = 0;
        for (var value = lowest + 1; value < 256; value++)
        {
            sum += histogram[value];
            map[value] = (int)Math.Min(255, MathF.Round(sum * scale));
        }
        for (var i = 0; i < plane.Length; i++) plane[i] = map[plane[i]];
    }
}
