using ArchRepair.Engine.Corruptions;

namespace ArchRepair.Benchmarks;

/// <summary>What the speed of the corruptions is measured with and against.</summary>
internal static class CorruptionsReference
{
    /// <summary>Images a second of the published Python functions on one core of an AMD EPYC, mean of severities 1, 3 and 5, at sides
    /// 32, 64 and 224.</summary>
    private static readonly Dictionary<string, (double At32, double At64, double At224)> Python = new(StringComparer.Ordinal)
    {
        ["gaussian_noise"] = (16766, 5049, 410),
        ["shot_noise"] = (6553, 1582, 141),
        ["impulse_noise"] = (16844, 6894, 682),
        ["defocus_blur"] = (7836, 3494, 345),
        ["glass_blur"] = (182, 35, 1.9),
        ["motion_blur"] = (1146, 309, 19.5),
        ["zoom_blur"] = (623, 194, 23),
        ["snow"] = (979, 408, 39),
        ["frost"] = (242, 240, 224),
        ["fog"] = (4000, 3095, 831),
        ["brightness"] = (3779, 1366, 72),
        ["contrast"] = (25797, 10948, 998),
        ["elastic_transform"] = (3239, 1225, 37),
        ["pixelate"] = (48266, 22387, 2845),
        ["jpeg_compression"] = (19186, 16148, 4029),
        ["speckle_noise"] = (14671, 5194, 422),
        ["gaussian_blur"] = (15499, 8231, 384),
        ["spatter"] = (5939, 3011, 306),
        ["saturate"] = (3580, 1387, 73),
    };

    public static double? ImagesPerSecond(string corruption, int side)
    {
        if (!Python.TryGetValue(corruption, out var rates)) return null;
        return side switch { 32 => rates.At32, 64 => rates.At64, 224 => rates.At224, _ => null };
    }

    /// <summary>Gradients with texture, different in each image.</summary>
    public static byte[] Images(int count, ImageSize size)
    {
        var images = new byte[count * size.Bytes];
        for (var i = 0; i < images.Length; i++)
        {
            var (image, inside) = (i / size.Bytes, i % size.Bytes);
            var (y, x, c) = (inside / 3 / size.Width, inside / 3 % size.Width, inside % 3);
            var gradient = ((y * 97 / size.Height) + (x * 83 / size.Width) + (c * 31) + (image * 7)) % 200;
            var texture = (int)((uint)(i * 2654435761) >> 26);
            images[i] = (byte)Math.Min(255, gradient + texture);
        }
        return images;
    }

    /// <summary>Name of the processor, where the system tells it.</summary>
    public static string Processor()
    {
        const string file = "/proc/cpuinfo";
        var line = File.Exists(file) ? File.ReadLines(file).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line is null ? "unknown processor" : line[(line.IndexOf(':', StringComparison.Ordinal) + 2)..];
    }
}
