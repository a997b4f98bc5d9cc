using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ArchRepair.Engine.Corruptions.Kernels;

namespace ArchRepair.Engine.Corruptions.Noise;

/// <summary>Adds a field of noise to an image.</summary>
internal static class AdditiveNoise
{
    /// <summary>x + noise, or x + x·noise, clipped and cut.</summary>
    public static void Apply(ReadOnlySpan<byte> image, ReadOnlySpan<double> noise, Span<byte> output, bool isScaledByPixel)
    {
        ref var source = ref MemoryMarshal.GetReference(image);
        ref var target = ref MemoryMarshal.GetReference(output);
        var i = 0;
        for (; i + Lanes.Count <= image.Length; i += Lanes.Count)
        {
            var x = Lanes.LoadUnit(ref Unsafe.Add(ref source, i));
            var n = Vector512.Create(noise[i..]);
            if (isScaledByPixel) n *= x;
            Lanes.StoreUnit(x + n, ref Unsafe.Add(ref target, i));
        }
        for (; i < image.Length; i++)
        {
            var x = Pixels.Unit[image[i]];
            output[i] = Pixels.FromUnit(x + (isScaledByPixel ? x * noise[i] : noise[i]));
        }
    }
}
