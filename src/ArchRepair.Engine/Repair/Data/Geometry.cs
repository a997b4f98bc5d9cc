namespace ArchRepair.Engine.Repair.Data;

/// <summary>Where pixels stand: mirror, shift and small affine maps. Pixels from outside are mirrored in.</summary>
internal static class Geometry
{
    private const double ShiftShare = 0.125; // 4 pixels of 32, the customary crop

    /// <summary>Mirrors left and right with probability ½ and shifts by up to an eighth of the side.</summary>
    public static void FlipAndShift(WorkImage image, ref CounterRandom random)
    {
        var isFlipped = random.Below(2) == 1;
        var reachY = (int)(image.Height * ShiftShare);
        var reachX = (int)(image.Width * ShiftShare);
        var shiftY = random.Below((2 * reachY) + 1) - reachY;
        var shiftX = random.Below((2 * reachX) + 1) - reachX;
        for (var y = 0; y < image.Height; y++)
        {
            var fromY = Mirror(y + shiftY, image.Height);
            for (var x = 0; x < image.Width; x++)
            {
                var fromX = Mirror((isFlipped ? image.Width - 1 - x : x) + shiftX, image.Width);
                var (to, from) = (((y * image.Width) + x) * 3, ((fromY * image.Width) + fromX) * 3);
                image.Spare[to] = image.Pixels[from];
                image.Spare[to + 1] = image.Pixels[from + 1];
                image.Spare[to + 2] = image.Pixels[from + 2];
            }
        }
        image.Swap();
    }

    /// <summary>Rotates by up to ±15°, shears by up to ±0.15 and scales by 0.9 to 1.1 around the centre, bilinear.</summary>
    public static void Warp(WorkImage image, ref CounterRandom random)
    {
        var (sine, cosine) = Math.SinCos(random.Between(-15, 15) * Math.PI / 180);
        var shear = random.Between(-0.15, 0.15);
        var scale = random.Between(0.9, 1.1);
        var (centreY, centreX) = ((image.Height - 1) / 2.0, (image.Width - 1) / 2.0);
        for (var y = 0; y < image.Height; y++)
        {
            for (var x = 0; x < image.Width; x++)
            {
                var (dy, dx) = ((y - centreY) * scale, (x - centreX) * scale);
                var sourceX = centreX + (cosine * dx) + ((shear * cosine) - sine) * dy;
                var sourceY = centreY + (sine * dx) + ((shear * sine) + cosine) * dy;
                Sample(image, sourceY, sourceX, image.Spare.AsSpan(((y * image.Width) + x) * 3, 3));
            }
        }
        image.Swap();
    }

    /// <summary>Turns by an angle around the centre, bilinear.</summary>
    public static void Rotate(WorkImage image, double degrees)
    {
        var (sine, cosine) = Math.SinCos(degrees * Math.PI / 180);
        Map(image, cosine, sine, -sine, cosine, 0, 0);
    }

    /// <summary>
    /// Moves pixels by an affine map around the centre, bilinear: the pixel at (y, x) comes from
    /// (yy·y + yx·x + shiftY, xy·y + xx·x + shiftX).
    /// </summary>
    public static void Map(WorkImage image, double yy, double yx, double xy, double xx, double shiftY, double shiftX)
    {
        var (centreY, centreX) = ((image.Height - 1) / 2.0, (image.Width - 1) / 2.0);
        for (var y = 0; y < image.Height; y++)
        {
            for (var x = 0; x < image.Width; x++)
            {
                var (dy, dx) = (y - centreY, x - centreX);
                Sample(
                    image, centreY + (yy * dy) + (yx * dx) + shiftY, centreX + (xy * dy) + (xx * dx) + shiftX,
                    image.Spare.AsSpan(((y * image.Width) + x) * 3, 3));
            }
        }
        image.Swap();
    }

    private static void Sample(WorkImage image, double y, double x, Span<float> pixel)
    {
        var (floorY, floorX) = ((int)Math.Floor(y), (int)Math.Floor(x));
        var (partY, partX) = ((float)(y - floorY), (float)(x - floorX));
        var (top, bottom) = (Mirror(floorY, image.Height) * image.Width, Mirror(floorY + 1, image.Height) * image.Width);
        var (left, right) = (Mirror(floorX, image.Width), Mirror(floorX + 1, image.Width));
        for (var channel = 0; channel < 3; channel++)
        {
            var upper = Between(image.Pixels[((top + left) * 3) + channel], image.Pixels[((top + right) * 3) + channel], partX);
            var lower = Between(image.Pixels[((bottom + left) * 3) + channel], image.Pixels[((bottom + right) * 3) + channel], partX);
            pixel[channel] = Between(upper, lower, partY);
        }
    }

    private static float Between(float start, float end, float part) => start + ((end - start) * part);

    private static int Mirror(int index, int size)
    {
        if (index < 0) index = -index;
        if (index >= size) index = (2 * (size - 1)) - index;
        return Math.Clamp(index, 0, size - 1);
    }
}
