using System.Collections.Concurrent;
using ArchRepair.Engine.Corruptions.Draws;
using ArchRepair.Engine.Corruptions.Kernels;

namespace ArchRepair.Engine.Corruptions.Blur;

/// <summary>Mean of the image and its magnifications, in single precision.</summary>
internal sealed class ZoomBlur() : BuiltInCorruption("zoom_blur", CorruptionFamily.Blur)
{
    private static readonly SeverityTable<(double Step, int Count)> Steps = new(
        [(.01, 7), (.01, 12), (.01, 16), (.01, 21), (.01, 26)],
        [(.01, 7), (.01, 12), (.01, 16), (.01, 21), (.01, 26)],
        [(.01, 12), (.01, 16), (.02, 11), (.02, 13), (.03, 11)]);

    private readonly ConcurrentDictionary<(ImageSize Size, double Step, int Count), ZoomPlan[]> _plans = new();

    protected override void Corrupt(ReadOnlySpan<byte> image, Span<byte> output, ImageSize size, int severity, IRandomDraws draws)
    {
        var (step, count) = Steps.For(size, severity);
        var plans = _plans.GetOrAdd((size, step, count), static key => PlansFor(key.Size, key.Step, key.Count));
        using var scratch = new Scratch<double>(image.Length);
        var values = scratch.Span;
        for (var i = 0; i < image.Length; i++) values[i] = (float)Pixels.Unit[image[i]];
        for (var y = 0; y < size.Height; y++)
        {
            for (var x = 0; x < size.Width; x++)
            {
                for (var c = 0; c < 3; c++)
                {
                    var sum = 0f;
                    foreach (var plan in plans) sum += (float)plan.Sample(values, 3, y, x, c);
                    var at = (((y * size.Width) + x) * 3) + c;
                    output[at] = Pixels.FromUnit(((float)values[at] + sum) / (count + 1));
                }
            }
        }
    }

    /// <summary>Factors 1 + i·((1 + step) − 1): with 1 + i·step some sizes round the other way, and pixels move by up to three
    /// levels.</summary>
    private static ZoomPlan[] PlansFor(ImageSize size, double step, int count)
    {
        var delta = 1 + step - 1;
        return [.. Enumerable.Range(0, count).Select(i => new ZoomPlan(size, 1 + (i * delta)))];
    }
}
