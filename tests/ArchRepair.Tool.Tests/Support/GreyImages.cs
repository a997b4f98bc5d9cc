using System.Buffers.Binary;

using QuickStart;

namespace ArchRepair.Tool.Tests.Support;

/// <summary>The quick start's shapes at a quarter of their side and in grey, as IDX files: a sixteenth of the work in every step.</summary>
internal static class GreyImages
{
    private const int Shrink = 4;
    private const int Side = ShapePainter.Side / Shrink;

    public static string Write(string folder, int test, int train)
    {
        Directory.CreateDirectory(folder);
        WritePart(folder, "t10k", test, stream: 1);
        WritePart(folder, "train", train, stream: 2);
        return folder;
    }

    private static void WritePart(string folder, string name, int count, ulong stream)
    {
        var images = Header(3, count, Side, Side);
        var labels = Header(1, count);
        Span<byte> record = new byte[1 + (3 * ShapePainter.Pixels)];
        for (var i = 0; i < count; i++)
        {
            ShapePainter.Paint(stream, i, record);
            labels.Add(record[0]);
            var green = record[(1 + ShapePainter.Pixels)..];
            for (var y = 0; y < Side; y++)
                for (var x = 0; x < Side; x++)
                {
                    var sum = 0;
                    for (var k = 0; k < Shrink * Shrink; k++) sum += green[(((Shrink * y) + (k / Shrink)) * ShapePainter.Side) + (Shrink * x) + (k % Shrink)];
                    images.Add((byte)(sum / (Shrink * Shrink)));
                }
        }

        File.WriteAllBytes(Path.Combine(folder, name + "-images-idx3-ubyte"), [.. images]);
        File.WriteAllBytes(Path.Combine(folder, name + "-labels-idx1-ubyte"), [.. labels]);
    }

    private static List<byte> Header(byte rank, params ReadOnlySpan<int> sizes)
    {
        List<byte> bytes = [0, 0, 8, rank];
        Span<byte> size = stackalloc byte[4];
        foreach (var one in sizes)
        {
            BinaryPrimitives.WriteInt32BigEndian(size, one);
            bytes.AddRange(size);
        }

        return bytes;
    }
}
