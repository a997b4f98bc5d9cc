using ArchRepair.Engine.Repair.Data;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Repair.Strategies;

/// <summary>What failures look like: each channel's mean, deviation and roughness (mean distance of neighbours in a row).</summary>
internal sealed class FailureStyles
{
    private const int Numbers = 9;
    private readonly float[][] styles;
    private readonly float[] scale;

    private FailureStyles(float[][] styles)
    {
        this.styles = styles;
        scale = [.. Enumerable.Range(0, Numbers).Select(i => Deviation([.. styles.Select(style => style[i])]))];
    }

    public static FailureStyles Of(RepairRun run, IReadOnlyList<ViewRow> failures)
    {
        if (failures.Count == 0) return new([]);
        using var scope = NewDisposeScope();
        var part = run.Input.Images.Fit;
        var (height, width) = (run.Input.Images.Height, run.Input.Images.Width);
        var found = new float[failures.Count][];
        using var views = run.Views.Make(part, failures, hasGeometry: false, (pixels, index) => found[index] = StyleOf(pixels, height, width));
        return new(found);
    }

    /// <summary>Distance of an image to the nearest failure; 0 without failures.</summary>
    public float Distance(WorkImage image)
    {
        var style = StyleOf(image.Pixels, image.Height, image.Width);
        var nearest = styles.Length == 0 ? 0 : float.PositiveInfinity;
        foreach (var other in styles)
        {
            var sum = 0f;
            for (var i = 0; i < Numbers; i++)
            {
                var difference = (style[i] - other[i]) / scale[i];
                sum += difference * difference;
            }
            nearest = MathF.Min(nearest, sum);
        }
        return nearest;
    }

    private static float[] StyleOf(ReadOnlySpan<float> pixels, int height, int width)
    {
        var style = new float[Numbers];
        for (var channel = 0; channel < 3; channel++)
        {
            var (sum, squares, rough) = (0.0, 0.0, 0.0);
            for (var i = channel; i < pixels.Length; i += 3)
            {
                sum += pixels[i];
                squares += pixels[i] * pixels[i];
                if (i / 3 % width > 0) rough += Math.Abs(pixels[i] - pixels[i - 3]);
            }
            var mean = sum / (height * width);
            style[channel] = (float)mean;
            style[3 + channel] = (float)Math.Sqrt(Math.Max(0, (squares / (height * width)) - (mean * mean)));
            style[6 + channel] = (float)(rough / (height * Math.Max(1, width - 1)));
        }
        return style;
    }

    private static float Deviation(float[] values)
    {
        if (values.Length == 0) return 1;
        var mean = values.Average();
        return MathF.Sqrt(values.Average(value => (value - mean) * (value - mean))) + 1e-3f;
    }
}
