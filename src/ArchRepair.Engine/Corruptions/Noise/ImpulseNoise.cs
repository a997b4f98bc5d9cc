using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ArchRepair.Engine.Corruptions.Draws;
using ArchRepair.Engine.Corruptions.Kernels;

namespace ArchRepair.Engine.Corruptions.Noise;

/// <summary>A share of the values, each channel on its own, becomes 0 or 255.</summary>
internal sealed class ImpulseNoise() : BuiltInCorruption("impulse_noise", CorruptionFamily.Noise)
{
    private static readonly SeverityTable<double> Shares = new(
        [.01, .02, .03, .05, .07],
        [.01, .02, .05, .08, .14],
        [.03, .06, .09, .17, .27]);

    protected override void Corrupt(ReadOnlySpan<byte> image, Span<byte> output, ImageSize size, int severity, IRandomDraws draws)
    {
        var share = Shares.For(size, severity);
        using var hitScratch = new Scratch<double>(image.Length);
        using var saltScratch = new Scratch<double>(image.Length);
        var hit = hitScratch.Span;
        var salt = saltScratch.Span;
        draws.Uniform(0, 1, hit);
        draws.Uniform(0, 1, salt);
        Pepper(image, output, hit, salt, share);
    }

    private static void Pepper(ReadOnlySpan<byte> image, Span<byte> output, ReadOnlySpan<double> hit, ReadOnlySpan<double> salt, double share)
    {
        ref var source = ref MemoryMarshal.GetReference(image);
        ref var target = ref MemoryMarshal.GetReference(output);
        var i = 0;
        for (; i + Lanes.Count <= image.Length; i += Lanes.Count)
        {
            var isKept = Vector512.GreaterThan(Vector512.Create(hit[i..]), Vector512.Create(share));
            var isSalt = Vector512.LessThanOrEqual(Vector512.Create(salt[i..]), Vector512.Create(0.5));
            var hitValue = Vector512.ConditionalSelect(isSalt, Vector512<double>.One, Vector512<double>.Zero);
            Lanes.StoreUnit(Vector512.ConditionalSelect(isKept, Lanes.LoadUnit(ref Unsafe.Add(ref source, i)), hitValue), ref Unsafe.Add(ref target, i));
        }
        for (; i < image.Length; i++)
            output[i] = hit[i] > share ? Pixels.FromUnit(Pixels.Unit[image[i]]) : salt[i] <= 0.5 ? (byte)255 : (byte)0;
    }
}
