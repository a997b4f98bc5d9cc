using ArchRepair.Engine.Corruptions;

namespace ArchRepair.Engine.Tests.Corruptions;

/// <summary>Images made by integer formulas: gradients, a checker, texture, flat areas.</summary>
internal static class SampleImages
{
    public static byte[] Make(int count, ImageSize size)
    {
        var images = new byte[count * size.Bytes];
        for (var i = 0; i < images.Length; i++)
        {
            var (image, inside) = (i / size.Bytes, i % size.Bytes);
            var (y, x, c) = (inside / 3 / size.Width, inside / 3 % size.Width, inside % 3);
            var gradient = (y * 140 / size.Height) + (x * 90 / size.Width) + (c * 20);
            var checker = ((y / 5) + (x / 5) + image) % 2 * 30;
            var texture = (int)((((uint)i * 2654435761u) + (uint)image) >> 27);
            images[i] = (byte)(y < size.Height / 6 ? 255 * (image % 2) : Math.Min(255, gradient + checker + texture));
        }
        return images;
    }
}
