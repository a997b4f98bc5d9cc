using ArchRepair.Engine.Corruptions;
using ArchRepair.Engine.Corruptions.Images;

namespace ArchRepair.Packaging;

/// <summary>Draws the icon: an arch of stone blocks, one of them new.</summary>
internal static class IconPainter
{
    private const int Side = 128;
    private const int SamplesASide = 4;
    private const int Blocks = 7;
    private const int NewBlock = 4;
    private const double Inner = 0.46, Outer = 0.86, Joint = 0.028, SpringLine = 0.12, Floor = 0.82;

    private static readonly (byte R, byte G, byte B) Sky = (24, 34, 52), Stone = (214, 219, 228), Fresh = (255, 158, 44);

    public static void Write(string path)
    {
        var values = new byte[Side * Side * 3];
        for (var y = 0; y < Side; y++)
            for (var x = 0; x < Side; x++) Paint(values.AsSpan(((y * Side) + x) * 3, 3), x, y);
        using var stream = File.Create(path);
        PngFile.Write(stream, values, new ImageSize(Side, Side));
    }

    private static void Paint(Span<byte> pixel, int x, int y)
    {
        int red = 0, green = 0, blue = 0;
        for (var i = 0; i < SamplesASide * SamplesASide; i++)
        {
            var (r, g, b) = ColourAt(Place(x, i % SamplesASide), Place(y, i / SamplesASide));
            (red, green, blue) = (red + r, green + g, blue + b);
        }

        const int samples = SamplesASide * SamplesASide;
        (pixel[0], pixel[1], pixel[2]) = ((byte)(red / samples), (byte)(green / samples), (byte)(blue / samples));
    }

    // The picture spans [-1, 1] to both sides, y downwards.
    private static double Place(int pixel, int sample) => (2 * (pixel + ((sample + 0.5) / SamplesASide)) / Side) - 1;

    private static (byte R, byte G, byte B) ColourAt(double x, double y)
    {
        var up = SpringLine - y;
        if (up < 0) return IsPillar(Math.Abs(x), -up) ? Stone : Sky;
        var radius = Math.Sqrt((x * x) + (up * up));
        if (radius is < Inner or > Outer) return Sky;
        var turn = Math.Atan2(up, x) / Math.PI * Blocks;    // block borders lie on whole numbers
        var block = Math.Min((int)turn, Blocks - 1);
        var fromBorder = Math.Min(turn - block, block + 1 - turn) * Math.PI / Blocks * radius;
        if (fromBorder < Joint / 2) return Sky;
        return block == NewBlock ? Fresh : Stone;
    }

    private static bool IsPillar(double x, double down)
    {
        const double height = (Floor - SpringLine) / 2;
        return x is >= Inner and <= Outer && down < Floor - SpringLine && down % height is > Joint / 2 and < height - (Joint / 2);
    }
}
