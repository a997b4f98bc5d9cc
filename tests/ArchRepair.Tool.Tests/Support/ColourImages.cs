namespace ArchRepair.Tool.Tests.Support;

/// <summary>Noisy images in which red, green or blue prevails, in CIFAR-10's binary layout; the colour is the class.</summary>
internal static class ColourImages
{
    private const int Pixels = 1024;

    public static void Write(string path, int count, int seed)
    {
        var random = new Random(seed);
        var bytes = new byte[count * (1 + (3 * Pixels))];
        for (var image = 0; image < count; image++)
        {
            var record = bytes.AsSpan(image * (1 + (3 * Pixels)), 1 + (3 * Pixels));
            var colour = image % 3;
            var light = random.Next(-25, 26);
            record[0] = (byte)colour;
            for (var i = 0; i < 3 * Pixels; i++) record[1 + i] = (byte)Math.Clamp((i / Pixels == colour ? 175 : 115) + light + random.Next(-45, 46), 0, 255);
        }
        File.WriteAllBytes(path, bytes);
    }
}
