namespace ArchRepair.Engine.Repair.Data;

/// <summary>Operations on the levels of each channel, as PIL's ImageOps defines them.</summary>
internal static class Levels
{
    /// <summary>Stretches each channel so that its smallest value becomes 0 and its largest 255.</summary>
    public static void AutoContrast(WorkImage image)
    {
        for (var channel = 0; channel < 3; channel++)
        {
            var (low, high) = (255f, 0f);
            for (var i = channel; i < image.Pixels.Length; i += 3) (low, high) = (MathF.Min(low, image.Pixels[i]), MathF.Max(high, image.Pixels[i]));
            if (high <= low) continue;
            var factor = 255 / (high - low);
            for (var i = channel; i < image.Pixels.Length; i += 3) image.Pixels[i] = (image.Pixels[i] - low) * factor;
        }
    }

    /// <summary>Maps each channel by its cumulative histogram, so that all levels become about as frequent.</summary>
    public static void Equalize(WorkImage image)
    {
        Span<int> map = stackalloc int[256];
        for (var channel = 0; channel < 3; channel++)
        {
            map.Clear();
            for (var i = channel; i < image.Pixels.Length; i += 3) map[Level(image.Pixels[i])]++;
            var step = (image.Height * image.Width - map[map.LastIndexOfAnyExcept(0)]) / 255;
            if (step == 0) continue;
            var sum = step / 2;
            for (var level = 0; level < 256; level++)
            {
                var count = map[level];
                map[level] = Math.Min(sum / step, 255);
                sum += count;
            }
            for (var i = channel; i < image.Pixels.Length; i += 3) image.Pixels[i] = map[Level(image.Pixels[i])];
        }
    }

    /// <summary>Keeps the highest bits.</summary>
    public static void Posterize(WorkImage image, int bits)
    {
        var mask = 255 & (255 << (8 - bits));
        for (var i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = Level(image.Pixels[i]) & mask;
    }

    /// <summary>Inverts values at and above a threshold.</summary>
    public static void Solarize(WorkImage image, float threshold)
    {
        for (var i = 0; i < image.Pixels.Length; i++)
            if (image.Pixels[i] >= threshold) image.Pixels[i] = 255 - image.Pixels[i];
    }

    private static int Level(float value) => (int)(Math.Clamp(value, 0, 255) + 0.5f);
}
