using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ArchRepair.Engine.Corruptions.Draws;
using ArchRepair.Engine.Corruptions.Kernels;

namespace ArchRepair.Engine.Corruptions.Digital;

/// <summary>Draws each channel towards its mean over the image.</summary>
internal sealed class Contrast() : BuiltInCorruption("contrast", CorruptionFamily.Digital)
{
    private static readonly SeverityTable<double> Factors = new(
        [.75, .5, .4, .3, .15],
        [.4, .3, .2, .1, .05],
        [.4, .3, .2, .1, .05]);

    protected override void Corrupt(ReadOnlySpan<byte> image, Span<byte> output, ImageSize size, int severity, IRandomDraws draws)
    {
        var factor = Factors.For(size, severity);
        ref var source = ref MemoryMarshal.GetReference(image);
        var (red, green, blue) = Sums(ref source, image.Length);
        Span<byte> table = stackalloc byte[3 * 256];
        FillTable(table[..256], red / size.Pixels, factor);
        FillTable(table[256..512], green / size.Pixels, factor);
        FillTable(table[512..], blue / size.Pixels, factor);
        ref var map = ref MemoryMarshal.GetReference(table);
        ref var target = ref MemoryMarshal.GetReference(output);
        for (var i = 0; i < image.Length; i += 3)
        {
            Unsafe.Add(ref target, i) = Unsafe.Add(ref map, Unsafe.Add(ref source, i));
            Unsafe.Add(ref target, i + 1) = Unsafe.Add(ref map, 256 + Unsafe.Add(ref source, i + 1));
            Unsafe.Add(ref target, i + 2) = Unsafe.Add(ref map, 512 + Unsafe.Add(ref source, i + 2));
        }
    }

    /// <summary>Summed pixel after pixel, as the source does: where the image is flat, the last bit of the mean decides.</summary>
    private static (double Red, double Green, double Blue) Sums(ref byte source, int length)
    {
        var (red, green, blue) = (0.0, 0.0, 0.0);
        ref var unit = ref MemoryMarshal.GetReference(Pixels.Unit);
        for (var i = 0; i < length; i += 3)
        {
            red += Unsafe.Add(ref unit, Unsafe.Add(ref source, i));
            green += Unsafe.Add(ref unit, Unsafe.Add(ref source, i + 1));
            blue += Unsafe.Add(ref unit, Unsafe.Add(ref source, i + 2));
        }
        return (red, green, blue);
    }

    private static void FillTable(Span<byte> table, double mean, double factor)
    {
        var means = Vector512.Create(mean);
        for (var level = 0; level < 256; level += Lanes.Count)
            Lanes.StoreUnit(((Vector512.Create(Pixels.Unit[level..]) - means) * factor) + means, ref table[level]);
    }
}
