namespace ArchRepair.Engine.Repair.Data;

/// <summary>What pixels look like: noise, blur, contrast, brightness, levels. None of them is drawn as the benchmark draws it.</summary>
internal static class Tone
{
    /// <summary>Normal noise on every value, deviation up to 0.12 of the range; grey noise (one draw a pixel) in one of four cases.</summary>
    public static void Noise(WorkImage image, ref CounterRandom random)
    {
        var deviation = (float)(255 * random.Between(0.01, 0.12));
        var isGrey = random.Below(4) == 0;
        var pixels = image.Pixels;
        var stride = isGrey ? 3 : 1;
        var spread = isGrey ? 3 : 1;
        for (var i = 0; i < pixels.Length;)
        {
            var (first, second) = random.NormalPair();
            for (var k = 0; k < spread && i < pixels.Length; k++) pixels[i++] += deviation * first;
            for (var k = 0; k < stride && i < pixels.Length; k++) pixels[i++] += deviation * second;
        }
    }

    /// <summary>Mean over 3 or 5 pixels in one or both directions, mixed with the sharp image.</summary>
    public static void Blur(WorkImage image, ref CounterRandom random)
    {
        var share = (float)random.Between(0.3, 1);
        var radius = 1 + (random.Below(3) == 0 ? 1 : 0);
        var direction = random.Below(4);
        if (direction != 0) BoxAlong(image, radius, share, isVertical: false);
        if (direction != 1) BoxAlong(image, radius, share, isVertical: true);
    }

    /// <summary>Distance from each channel's mean times 0.25 to 1.3.</summary>
    public static void Contrast(WorkImage image, ref CounterRandom random)
    {
        var factor = (float)random.Between(0.25, 1.3);
        for (var channel = 0; channel < 3; channel++)
        {
            var sum = 0.0;
            for (var i = channel; i < image.Pixels.Length; i += 3) sum += image.Pixels[i];
            var mean = (float)(sum / (image.Height * image.Width));
            for (var i = channel; i < image.Pixels.Length; i += 3) image.Pixels[i] = mean + ((image.Pixels[i] - mean) * factor);
        }
    }

    /// <summary>All values moved by −0.2 to 0.3 of the range, channels up to 0.05 apart.</summary>
    public static void Brightness(WorkImage image, ref CounterRandom random)
    {
        var shift = random.Between(-0.2, 0.3);
        for (var channel = 0; channel < 3; channel++)
        {
            var own = (float)(255 * (shift + random.Between(-0.05, 0.05)));
            for (var i = channel; i < image.Pixels.Length; i += 3) image.Pixels[i] += own;
        }
    }

    /// <summary>Rounds to 4 to 16 levels.</summary>
    public static void Posterize(WorkImage image, ref CounterRandom random)
    {
        var step = 256f / (4 << random.Below(3));
        for (var i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = (MathF.Floor(Math.Clamp(image.Pixels[i], 0, 255) / step) + 0.5f) * step;
    }

    private static void BoxAlong(WorkImage image, int radius, float share, bool isVertical)
    {
        var (count, step) = isVertical ? (image.Height, image.Width * 3) : (image.Width, 3);
        var (lines, lineStep) = isVertical ? (image.Width, 3) : (image.Height, image.Width * 3);
        var weight = share / ((2 * radius) + 1);
        for (var line = 0; line < lines; line++)
        {
            for (var channel = 0; channel < 3; channel++)
            {
                var start = (line * lineStep) + channel;
                for (var at = 0; at < count; at++)
                {
                    var sum = 0f;
                    for (var k = -radius; k <= radius; k++) sum += image.Pixels[start + (Math.Clamp(at + k, 0, count - 1) * step)];
                    image.Spare[start + (at * step)] = ((1 - share) * image.Pixels[start + (at * step)]) + (weight * sum);
                }
            }
        }
        image.Swap();
    }
}
