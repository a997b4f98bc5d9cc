namespace ArchRepair.Engine.Corruptions.Kernels;

/// <summary>The bright rims of water drops: distance to the edges of the liquid, equalised, embossed and smoothed.</summary>
internal static class DropRims
{
    private const int Farthest = 20;

    public static void Fill(ReadOnlySpan<byte> levels, Span<byte> rims, ImageSize size)
    {
        using var first = new Scratch<byte>(size.Pixels);
        using var second = new Scratch<float>(size.Pixels);
        var plane = first.Span;
        var distance = second.Span;
        CannyEdges.Find(levels, plane, size);
        ChamferDistance.Fill(plane, distance, size);
        for (var i = 0; i < distance.Length; i++) distance[i] = Math.Min(distance[i], Farthest);
        MeanOf(distance, plane, size);
        EqualizeHistogram(plane);
        Emboss(plane, rims, size);
        rims.CopyTo(plane);
        RoundedMean(plane, rims, size);
    }

    /// <summary>3×3 mean, cut to an integer.</summary>
    private static void MeanOf(ReadOnlySpan<float> source, Span<byte> output, ImageSize size)
    {
        for (var y = 0; y < size.Height; y++)
        {
            var (above, here, below) = RowsAround(y, size);
            for (var x = 0; x < size.Width; x++)
            {
                var (left, right) = ColumnsAround(x, size);
                var sum = (double)source[above + left] + source[above + x] + source[above + right]
                    + source[here + left] + source[here + x] + source[here + right]
                    + source[below + left] + source[below + x] + source[below + right];
                output[here + x] = (byte)(float)(sum * (1.0 / 9));
            }
        }
    }

    /// <summary>3×3 mean, rounded.</summary>
    private static void RoundedMean(ReadOnlySpan<byte> source, Span<byte> output, ImageSize size)
    {
        for (var y = 0; y < size.Height; y++)
        {
            var (above, here, below) = RowsAround(y, size);
            for (var x = 0; x < size.Width; x++)
            {
                var (left, right) = ColumnsAround(x, size);
                var sum = source[above + left] + source[above + x] + source[above + right]
                    + source[here + left] + source[here + x] + source[here + right]
                    + source[below + left] + source[below + x] + source[below + right];
                output[here + x] = (byte)((sum + 4) / 9);
            }
        }
    }

    private static void Emboss(ReadOnlySpan<byte> source, Span<byte> output, ImageSize size)
    {
        for (var y = 0; y < size.Height; y++)
        {
            var (above, here, below) = RowsAround(y, size);
            for (var x = 0; x < size.Width; x++)
            {
                var (left, right) = ColumnsAround(x, size);
                var sum = (-2 * source[above + left]) - source[above + x] - source[here + left] + source[here + x]
                    + source[here + right] + source[below + x] + (2 * source[below + right]);
                output[here + x] = (byte)Math.Clamp(sum, 0, 255);
            }
        }
    }

    private static void EqualizeHistogram(Span<byte> plane)
    {
        Span<int> histogram = stackalloc int[256];
        histogram.Clear();
        foreach (var value in plane) histogram[value]++;
        var lowest = 0;
        while (histogram[lowest] == 0) lowest++;
        if (histogram[lowest] == plane.Length) return;
        var scale = 255f / (plane.Length - histogram[lowest]);
        Span<byte> map = stackalloc byte[256];
        map.Clear();
        var sum = 0;
        for (var value = lowest + 1; value < 256; value++)
        {
            sum += histogram[value];
            map[value] = (byte)Math.Min(255, MathF.Round(sum * scale));
        }
        for (var i = 0; i < plane.Length; i++) plane[i] = map[plane[i]];
    }

    private static (int Above, int Here, int Below) RowsAround(int y, ImageSize size) => (
        Border.MirrorWithoutEdge.Fold(y - 1, size.Height) * size.Width,
        y * size.Width,
        Border.MirrorWithoutEdge.Fold(y + 1, size.Height) * size.Width);

    private static (int Left, int Right) ColumnsAround(int x, ImageSize size) =>
        (Border.MirrorWithoutEdge.Fold(x - 1, size.Width), Border.MirrorWithoutEdge.Fold(x + 1, size.Width));
}
