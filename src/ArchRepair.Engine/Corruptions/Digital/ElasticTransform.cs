using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ArchRepair.Engine.Corruptions.Draws;
using ArchRepair.Engine.Corruptions.Kernels;

namespace ArchRepair.Engine.Corruptions.Digital;

/// <summary>A random affine warp, then a smooth random displacement of every pixel. Simard, Steinkraus, Platt (2003), ICDAR.</summary>
internal sealed class ElasticTransform() : BuiltInCorruption("elastic_transform", CorruptionFamily.Digital)
{
    // ImageNet's numbers really use 244 where the image has 224: a slip that the authors kept.
    private static readonly SeverityTable<Parameters> Table = new(
        [new(32, 0, 0, .08), new(32, .05, .2, .07), new(32, .08, .06, .06), new(32, .1, .04, .05), new(32, .1, .03, .03)],
        [new(64, 0, 0, .08), new(64, .05, .3, .06), new(64, .1, .08, .06), new(64, .1, .03, .03), new(64, .16, .03, .02)],
        [new(244, 2, .7, .1), new(244, 2, .08, .2), new(244, .05, .01, .02), new(244, .07, .01, .02), new(244, .12, .01, .02)]);

    protected override void Corrupt(ReadOnlySpan<byte> image, Span<byte> output, ImageSize size, int severity, IRandomDraws draws)
    {
        var parameters = Table.For(size, severity);
        Span<double> moves = stackalloc double[6];
        draws.Uniform(-parameters.Affine, parameters.Affine, moves);
        using var sourceScratch = new Scratch<float>(size.Pixels * 4);
        using var warpedScratch = new Scratch<float>(size.Pixels * 4);
        using var downScratch = new Scratch<double>(size.Pixels);
        using var rightScratch = new Scratch<double>(size.Pixels);
        var source = sourceScratch.Span;
        var warped = warpedScratch.Span;
        Quads.FromPixels(image, source);
        AffineWarp.FromCorners(size, moves).Apply(source, warped, size);
        FillDisplacement(rightScratch.Span, size, parameters, draws);
        FillDisplacement(downScratch.Span, size, parameters, draws);
        Displace(warped, output, size, rightScratch.Span, downScratch.Span);
    }

    private static void FillDisplacement(Span<double> field, ImageSize size, Parameters parameters, IRandomDraws draws)
    {
        draws.Uniform(-1, 1, field);
        GaussianFilter.Apply(field, size, 1, parameters.Kernel, Border.Mirror);
        for (var i = 0; i < field.Length; i++) field[i] = (float)(field[i] * parameters.Strength);
    }

    private static void Displace(
        ReadOnlySpan<float> source, Span<byte> output, ImageSize size, ReadOnlySpan<double> right, ReadOnlySpan<double> down)
    {
        ref var start = ref MemoryMarshal.GetReference(source);
        for (int y = 0, i = 0; y < size.Height; y++)
        {
            for (var x = 0; x < size.Width; x++, i++)
            {
                var (top, bottom, lower) = Between(y + down[i], size.Height);
                var (left, beside, further) = Between(x + right[i], size.Width);
                var upper = 1.0 - lower;
                var nearer = 1.0 - further;
                var sum = Wide(ref start, (top * size.Width) + left) * upper * nearer;
                sum += Wide(ref start, (top * size.Width) + beside) * upper * further;
                sum += Wide(ref start, (bottom * size.Width) + left) * lower * nearer;
                sum += Wide(ref start, (bottom * size.Width) + beside) * lower * further;
                Quads.Store(Vector128.Narrow(sum.GetLower(), sum.GetUpper()), output, i);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Wide(ref float start, int pixel) => Quads.Widen(Vector128.LoadUnsafe(ref start, (nuint)(pixel * 4)));

    /// <summary>The two indices around a place under the mirror rule, and how far it lies from the first towards the second.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (int First, int Second, double Share) Between(double place, int length)
    {
        var floor = Math.Floor(place);
        var whole = (int)floor;
        if ((uint)whole < (uint)(length - 1)) return (whole, whole + 1, place - floor);
        return (Border.Mirror.Fold(whole, length), Border.Mirror.Fold(whole + 1, length), place - floor);
    }

    private sealed record Parameters(double Side, double StrengthShare, double DeviationShare, double AffineShare)
    {
        public GaussianKernel Kernel { get; } = new(Side * DeviationShare, cut: 3);

        public double Strength => Side * StrengthShare;

        public double Affine => Side * AffineShare;
    }
}
