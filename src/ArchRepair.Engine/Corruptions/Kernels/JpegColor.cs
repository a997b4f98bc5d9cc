using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ArchRepair.Engine.Corruptions.Kernels;

/// <summary>JPEG's colour conversion in 16-bit fixed point, between RGB and planes of luma, blue and red difference.</summary>
internal static class JpegColor
{
    private const int Half = 1 << 15;
    private const int ChromaOffset = (128 << 16) + Half - 1;
    private const int Step = 8;

    /// <summary>RGB to three planes of the padded size; the padding repeats the last column and row.</summary>
    public static void Split(ReadOnlySpan<byte> image, ImageSize size, Span<byte> luma, Span<byte> blue, Span<byte> red, ImageSize padded)
    {
        var stride = padded.Width;
        for (var y = 0; y < size.Height; y++)
        {
            var row = image.Slice(y * size.Width * 3, size.Width * 3);
            var lumaRow = luma.Slice(y * stride, stride);
            var blueRow = blue.Slice(y * stride, stride);
            var redRow = red.Slice(y * stride, stride);
            var x = 0;
            // A step reads 28 bytes, four more than it uses.
            for (; (3 * x) + 28 <= row.Length; x += Step) SplitEight(row[(3 * x)..], lumaRow[x..], blueRow[x..], redRow[x..]);
            for (; x < size.Width; x++)
            {
                var (r, g, b) = (row[3 * x], row[(3 * x) + 1], row[(3 * x) + 2]);
                lumaRow[x] = (byte)(((19595 * r) + (38470 * g) + (7471 * b) + Half) >> 16);
                blueRow[x] = (byte)(((-11059 * r) - (21709 * g) + (32768 * b) + ChromaOffset) >> 16);
                redRow[x] = (byte)(((32768 * r) - (27439 * g) - (5329 * b) + ChromaOffset) >> 16);
            }
            lumaRow[x..].Fill(lumaRow[x - 1]);
            blueRow[x..].Fill(blueRow[x - 1]);
            redRow[x..].Fill(redRow[x - 1]);
        }
        for (var y = size.Height; y < padded.Height; y++)
        {
            luma.Slice((size.Height - 1) * stride, stride).CopyTo(luma[(y * stride)..]);
            blue.Slice((size.Height - 1) * stride, stride).CopyTo(blue[(y * stride)..]);
            red.Slice((size.Height - 1) * stride, stride).CopyTo(red[(y * stride)..]);
        }
    }

    /// <summary>Three planes to RGB.</summary>
    public static void Join(ReadOnlySpan<byte> luma, ReadOnlySpan<byte> blue, ReadOnlySpan<byte> red, int stride, Span<byte> output, ImageSize size)
    {
        for (var y = 0; y < size.Height; y++)
        {
            var lumaRow = luma.Slice(y * stride, size.Width);
            var blueRow = blue.Slice(y * stride, size.Width);
            var redRow = red.Slice(y * stride, size.Width);
            var row = output.Slice(y * size.Width * 3, size.Width * 3);
            var x = 0;
            // A step writes 28 bytes, the last four of which belong to the next.
            for (; (3 * x) + 28 <= row.Length; x += Step) JoinEight(lumaRow[x..], blueRow[x..], redRow[x..], row[(3 * x)..]);
            for (; x < size.Width; x++)
            {
                var (light, cb, cr) = (lumaRow[x], blueRow[x] - 128, redRow[x] - 128);
                row[3 * x] = (byte)Math.Clamp(light + (((91881 * cr) + Half) >> 16), 0, 255);
                row[(3 * x) + 1] = (byte)Math.Clamp(light + (((-22554 * cb) - (46802 * cr) + Half) >> 16), 0, 255);
                row[(3 * x) + 2] = (byte)Math.Clamp(light + (((116130 * cb) + Half) >> 16), 0, 255);
            }
        }
    }

    private static void SplitEight(ReadOnlySpan<byte> row, Span<byte> luma, Span<byte> blue, Span<byte> red)
    {
        var first = Vector128.Create(row);
        var second = Vector128.Create(row[12..]);
        // 255 picks nothing: each value lands in the low byte of its own 32-bit lane.
        var pickRed = Vector128.Create((byte)0, 255, 255, 255, 3, 255, 255, 255, 6, 255, 255, 255, 9, 255, 255, 255);
        var pickGreen = Vector128.Create((byte)1, 255, 255, 255, 4, 255, 255, 255, 7, 255, 255, 255, 10, 255, 255, 255);
        var pickBlue = Vector128.Create((byte)2, 255, 255, 255, 5, 255, 255, 255, 8, 255, 255, 255, 11, 255, 255, 255);
        var r = Vector256.Create(Vector128.Shuffle(first, pickRed), Vector128.Shuffle(second, pickRed)).AsInt32();
        var g = Vector256.Create(Vector128.Shuffle(first, pickGreen), Vector128.Shuffle(second, pickGreen)).AsInt32();
        var b = Vector256.Create(Vector128.Shuffle(first, pickBlue), Vector128.Shuffle(second, pickBlue)).AsInt32();
        var offset = Vector256.Create(ChromaOffset);
        Store(((r * 19595) + (g * 38470) + (b * 7471) + Vector256.Create(Half)) >> 16, luma);
        Store(((b << 15) - (r * 11059) - (g * 21709) + offset) >> 16, blue);
        Store(((r << 15) - (g * 27439) - (b * 5329) + offset) >> 16, red);
    }

    private static void JoinEight(ReadOnlySpan<byte> luma, ReadOnlySpan<byte> blue, ReadOnlySpan<byte> red, Span<byte> row)
    {
        var light = Load(luma);
        var cb = Load(blue) - Vector256.Create(128);
        var cr = Load(red) - Vector256.Create(128);
        var half = Vector256.Create(Half);
        var r = Clip(light + (((cr * 91881) + half) >> 16));
        var g = Clip(light + ((half - (cb * 22554) - (cr * 46802)) >> 16));
        var b = Clip(light + (((cb * 116130) + half) >> 16));
        var pixels = (r | (g << 8) | (b << 16)).AsByte();
        var pack = Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 255, 255, 255, 255);
        Vector128.Shuffle(pixels.GetLower(), pack).CopyTo(row);
        Vector128.Shuffle(pixels.GetUpper(), pack).CopyTo(row[12..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Clip(Vector256<int> values) => Vector256.Min(Vector256.Max(values, Vector256<int>.Zero), Vector256.Create(255));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Load(ReadOnlySpan<byte> bytes)
    {
        var shorts = Vector128.WidenLower(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(ref MemoryMarshal.GetReference(bytes[..Step]))).AsByte());
        return Vector256.Create(Vector128.WidenLower(shorts), Vector128.WidenUpper(shorts)).AsInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<int> values, Span<byte> bytes)
    {
        var shorts = Vector128.Narrow(values.GetLower(), values.GetUpper());
        var packed = Vector128.Narrow(shorts, shorts).AsUInt64().ToScalar();
        Unsafe.WriteUnaligned(ref MemoryMarshal.GetReference(bytes[..Step]), packed);
    }
}
