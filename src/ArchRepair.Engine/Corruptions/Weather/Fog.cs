using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ArchRepair.Engine.Corruptions.Draws;
using ArchRepair.Engine.Corruptions.Kernels;

namespace ArchRepair.Engine.Corruptions.Weather;

/// <summary>(x + strength·plasma)·v / (v + strength), v the brightest value of the image; a black image stays black.</summary>
internal sealed class Fog() : BuiltInCorruption("fog", CorruptionFamily.Weather)
{
    private static readonly SeverityTable<(double Strength, double Decay)> Table = new(
        [(.2, 3), (.5, 3), (.75, 2.5), (1, 2), (1.5, 1.75)],
        [(.4, 3), (.7, 3), (1, 2.5), (1.5, 2), (2, 1.75)],
        [(1.5, 2), (2, 2), (2.5, 1.7), (2.5, 1.5), (3, 1.4)]);

    protected override void Corrupt(ReadOnlySpan<byte> image, Span<byte> output, ImageSize size, int severity, IRandomDraws draws)
    {
        var (strength, decay) = Table.For(size, severity);
        var most = Pixels.Unit[TensorPrimitives.Max(image)];
        var side = Plasma.SideFor(size);
        using var scratch = new Scratch<double>(side * side);
        var map = scratch.Span;
        Plasma.Fill(map, side, decay, draws);
        using var hazeScratch = new Scratch<double>(size.Width * 3);
        for (var y = 0; y < size.Height; y++)
        {
            var haze = hazeScratch.Span;
            for (var x = 0; x < size.Width; x++) haze[3 * x] = haze[(3 * x) + 1] = haze[(3 * x) + 2] = strength * map[(y * side) + x];
            Veil(image.Slice(y * size.Width * 3, size.Width * 3), haze, output[(y * size.Width * 3)..], most, most + strength);
        }
    }

    private static void Veil(ReadOnlySpan<byte> image, ReadOnlySpan<double> haze, Span<byte> output, double most, double total)
    {
        ref var source = ref MemoryMarshal.GetReference(image);
        ref var target = ref MemoryMarshal.GetReference(output);
        var i = 0;
        for (; i + Lanes.Count <= image.Length; i += Lanes.Count)
        {
            var sum = Lanes.LoadUnit(ref Unsafe.Add(ref source, i)) + Vector512.Create(haze[i..]);
            Lanes.StoreUnit(sum * most / Vector512.Create(total), ref Unsafe.Add(ref target, i));
        }
        for (; i < image.Length; i++) output[i] = Pixels.FromUnit((Pixels.Unit[image[i]] + haze[i]) * most / total);
    }
}
