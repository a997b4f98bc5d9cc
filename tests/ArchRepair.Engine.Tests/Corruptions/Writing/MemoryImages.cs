using ArchRepair.Engine.Corruptions;
using ArchRepair.Engine.Formats;

namespace ArchRepair.Engine.Tests.Corruptions;

/// <summary>Labelled images that live in memory.</summary>
internal sealed class MemoryImages(byte[] pixels, ImageSize size, int[] labels, params string[] classNames)
    : ImageSource("memory", size.Height, size.Width, labels, classNames)
{
    public static MemoryImages Make(int count, ImageSize size, int classes = 3, params string[] classNames) =>
        new(SampleImages.Make(count, size), size, [.. Enumerable.Range(0, count).Select(i => i % classes)], classNames);

    public byte[] Pixels => pixels;

    protected override void ReadImages(int start, int count, Span<byte> nhwcRgb) => pixels.AsSpan(start * ImageBytes, count * ImageBytes).CopyTo(nhwcRgb);
}
