using System.Text;

namespace QuickStart;

/// <summary>
/// A small labelled image set, drawn by <see cref="ShapePainter"/> and written in CIFAR-10's binary layout: records of a label
/// byte and 1,024 bytes each of red, green and blue.
/// </summary>
internal static class ShapeSet
{
    public const int TestImages = 500;
    public const int TrainImages = 5000;

    /// <summary>Writes training and test images unless they are there already.</summary>
    public static void WriteAll(string folder)
    {
        Directory.CreateDirectory(folder);
        WriteBatch(Path.Combine(folder, "test_batch.bin"), TestImages, stream: 1);
        WriteBatch(Path.Combine(folder, "data_batch_1.bin"), TrainImages, stream: 2);
        File.WriteAllText(Path.Combine(folder, "batches.meta.txt"), string.Join('\n', ShapePainter.Classes) + "\n", Encoding.ASCII);
    }

    private static void WriteBatch(string path, int count, ulong stream)
    {
        const int record = 1 + (3 * ShapePainter.Pixels);
        if (File.Exists(path) && new FileInfo(path).Length == count * record) return;
        var bytes = new byte[count * record];
        Parallel.For(0, count, i => ShapePainter.Paint(stream, i, bytes.AsSpan(i * record, record)));
        File.WriteAllBytes(path, bytes);
    }
}
