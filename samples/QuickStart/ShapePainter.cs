namespace QuickStart;

/// <summary>
/// Draws one of ten shapes at a random place, size, angle and colour on a shaded, slightly noisy ground. Integers only, so that
/// every machine draws the same bytes.
/// </summary>
internal static class ShapePainter
{
    public const int Side = 32;
    public const int Pixels = Side * Side;
    private const int One = 1024; // fixed point: the shape's radius
    private const int Samples = 4; // a pixel's edge is split into so many for smooth outlines

    public static IReadOnlyList<string> Classes { get; } =
        ["disc", "square", "triangle", "cross", "ring", "bars", "half_disc", "crescent", "corner", "hourglass"];

    /// <param name="stream">1 for test, 2 for training images.</param>
    /// <param name="record">Label, then the planes of red, green and blue.</param>
    public static void Paint(ulong stream, int index, Span<byte> record)
    {
        var draws = new Draws((stream << 32) + (ulong)index);
        var shape = index % Classes.Count;
        record[0] = (byte)shape;
        int centreX = draws.Next(11 * Samples, 21 * Samples), centreY = draws.Next(11 * Samples, 21 * Samples);
        var radius = draws.Next(7 * Samples, 11 * Samples);
        var angle = draws.Next(0, 64);
        var ink = Colour(draws);
        var ground = Colour(draws);
        while (Math.Abs(Luminance(ink) - Luminance(ground)) < 50) ground = Colour(draws);
        int slopeX = draws.Next(-20, 21), slopeY = draws.Next(-20, 21);
        int cosine = Table.Cosine[angle], sine = Table.Cosine[(angle + 48) % 64];
        for (var y = 0; y < Side; y++)
            for (var x = 0; x < Side; x++)
            {
                var covered = 0;
                for (var k = 0; k < Samples * Samples; k++)
                {
                    var dx = ((x * Samples) + (k % Samples) - centreX) * One / radius;
                    var dy = ((y * Samples) + (k / Samples) - centreY) * One / radius;
                    if (Contains(shape, ((dx * cosine) + (dy * sine)) / One, ((dy * cosine) - (dx * sine)) / One)) covered++;
                }

                var shade = ((x - 16) * slopeX / 16) + ((y - 16) * slopeY / 16);
                for (var channel = 0; channel < 3; channel++)
                {
                    var back = ground[channel] + shade;
                    var value = back + ((ink[channel] - back) * covered / (Samples * Samples)) + draws.Next(-6, 7);
                    record[1 + (channel * Pixels) + (y * Side) + x] = (byte)Math.Clamp(value, 0, 255);
                }
            }
    }

    private static bool Contains(int shape, int u, int v)
    {
        var square = ((u * u) + (v * v)) / One; // u² + v², in units of One
        int au = Math.Abs(u), av = Math.Abs(v);
        return shape switch
        {
            0 => square < 900,
            1 => au < 800 && av < 800,
            2 => v < 700 && (2 * au) < v + One,
            3 => (au < 300 && av < 1000) || (av < 300 && au < 1000),
            4 => square is > 350 and < One,
            5 => au < 950 && av is > 250 and < 800,
            6 => square < One && v > 0,
            7 => square < One && (((u - 450) * (u - 450)) + (v * v)) / One > 650,
            8 => (u is > -900 and < -250 && av < 900) || (au < 900 && v is > 250 and < 900),
            _ => av < 900 && au < av,
        };
    }

    private static int[] Colour(Draws draws) => [draws.Next(20, 236), draws.Next(20, 236), draws.Next(20, 236)];

    private static int Luminance(int[] colour) => ((colour[0] * 3) + (colour[1] * 6) + colour[2]) / 10;

    private static class Table
    {
        // Rounded to 1/1024: no machine's last bit of a cosine reaches that far.
        public static readonly int[] Cosine = [.. Enumerable.Range(0, 64).Select(i => (int)Math.Round(One * Math.Cos(i * Math.PI / 32)))];
    }

    /// <summary>SplitMix64 (Steele, Lea and Flood 2014), started from one number an image.</summary>
    private sealed class Draws(ulong seed)
    {
        private ulong state = seed * 0xD1342543DE82EF95;

        public int Next(int from, int to)
        {
            state += 0x9E3779B97F4A7C15;
            var z = state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            z ^= z >> 31;
            return from + (int)((z >> 33) % (ulong)(to - from));
        }
    }
}
