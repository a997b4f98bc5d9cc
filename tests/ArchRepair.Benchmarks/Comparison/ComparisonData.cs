using ArchRepair.Engine.Repair;

namespace ArchRepair.Benchmarks.Comparison;

/// <summary>
/// The images of a comparison, by base image: of the 20,000 training images the first 17,000 fit weights, 2,000 make every choice
/// inside a repair. The public network has seen all of them, so its clean accuracy there says nothing: recipes are tuned on the last
/// 5,000 test images, and finished repairs are judged on the first 5,000, which are used for nothing else.
/// </summary>
internal sealed class ComparisonData
{
    public const int Side = 32;
    public const int ImageBytes = Side * Side * 3;
    private const int FitImages = 17_000;
    private const int SearchImages = 2_000;
    private const int TestImages = 5_000;
    private readonly RepairBenchmarkData data;

    public ComparisonData(string folder)
    {
        data = new RepairBenchmarkData(folder);
        var (first, second) = (data.ReadBatch("data_batch_1"), data.ReadBatch("data_batch_2"));
        byte[] pixels = [.. first.Pixels, .. second.Pixels];
        int[] labels = [.. first.Labels, .. second.Labels];
        Repair = new RepairImages(Side, Side, Part(pixels, labels, 0, FitImages), Part(pixels, labels, FitImages, SearchImages));
        var test = data.ReadBatch("test_batch");
        (Test, Tuning) = (Part(test.Pixels, test.Labels, 0, TestImages), Part(test.Pixels, test.Labels, TestImages, test.Labels.Length - TestImages));
    }

    /// <summary>Fit and search part.</summary>
    public RepairImages Repair { get; }

    /// <summary>Test images that recipes are tuned on.</summary>
    public RepairPart Tuning { get; }

    /// <summary>Test images that judge finished repairs.</summary>
    public RepairPart Test { get; }

    private static RepairPart Part(byte[] pixels, int[] labels, int start, int count) =>
        new(pixels.AsMemory(start * ImageBytes, count * ImageBytes), labels[start..(start + count)]);
}
