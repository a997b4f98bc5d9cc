namespace ArchRepair.Engine.Corruptions.Draws;

/// <summary>
/// The random numbers of one image under one corruption. An interface so that recorded draws can take the place of a generator: what
/// comes out is what a corruption uses, without further scaling.
/// </summary>
public interface IRandomDraws
{
    /// <summary>Fills with real numbers uniform on [low, high).</summary>
    void Uniform(double low, double high, Span<double> values);

    /// <summary>Fills with normal numbers of the given mean and standard deviation.</summary>
    void Normal(double mean, double deviation, Span<double> values);

    /// <summary>Fills with integers uniform on [low, high).</summary>
    void Integers(int low, int high, Span<int> values);

    /// <summary>Fills with Poisson counts; count i has the rate <c>levels[i] / 255 · scale</c>.</summary>
    void Poisson(ReadOnlySpan<byte> levels, double scale, Span<int> counts);
}
