namespace ArchRepair.Engine.Corruptions.Frosting;

/// <summary>A window into a field that repeats in both directions.</summary>
/// <param name="Field">Side² values.</param>
/// <param name="Side">A power of two.</param>
/// <param name="Top">First row, counted around the field's edge.</param>
/// <param name="Left">First column, likewise.</param>
internal readonly record struct FrostCrop(float[] Field, int Side, int Top, int Left)
{
    public double At(int y, int x) => Field[(((Top + y) & (Side - 1)) * Side) + ((Left + x) & (Side - 1))];

    /// <summary>Mean and standard deviation of the window.</summary>
    public (double Mean, double Deviation) Moments(ImageSize size)
    {
        var (sum, squares) = (0.0, 0.0);
        for (var y = 0; y < size.Height; y++)
        {
            for (var x = 0; x < size.Width; x++)
            {
                var value = At(y, x);
                sum += value;
                squares += value * value;
            }
        }
        var mean = sum / size.Pixels;
        return (mean, Math.Sqrt(Math.Max(0, (squares / size.Pixels) - (mean * mean))));
    }
}
