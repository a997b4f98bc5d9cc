using ArchRepair.Engine.Repair;

namespace ArchRepair.Benchmarks.Comparison;

/// <summary>
/// The images of a comparison, by base image: of the 20,000 training images the first 17,000 fit weights, 2,000 make every choice
/// inside a repair, and the last 1,000 judge recipes while they are tuned. Test images judge finished repairs and nothing else.
/// </summary>
internal sealed class ComparisonData
{
    public const int Side = 32;
    public const int ImageBytes = Side * Side * 3;
    private const int FitImages = 17_000;
    private const int SearchImages = 2_000;
    private readonly RepairBenchmarkData data;

    public ComparisonData(string folder)
    {
        data = new RepairBenchmarkData(folder);
        var (first, second) = (data.ReadBatch("data_batch_1"), data.ReadBatch("data_batch_2"));
        byte[] pixels = [.. first.Pixels, .. second.Pixels];
        int[] labels = [.. first.Labels, .. second.Labels];
        Repair = new RepairImages(Side, Side, Part(pixels, labels, 0, FitImages), Part(pixels, labels, FitImages, SearchImages));
        Tuning = Part(pixels, labels, FitImages + SearchImages, labels.Length - FitImages - SearchImages);
    }

    /// <summary>Fit and search part.</summary>
    public RepairImages Repair { get; }

    /// <summary>Held-out training images that recipes are tuned on.</summary>
    public RepairPart Tuning { get; }

    /// <summary>The first test images.</summary>
    public RepairPart Test(int count)
    {
        var (pixels, labels) = data.ReadBatch("test_batch");
        return Part(pixels, labels, 0, count);
    }

    private static RepairPart Part(byte[] pixels, int[] labels, int start, int count) =>
        new(pixels.AsMemory(start * ImageBytes, count * ImageBytes), labels[start..(start + count)]);
}
