namespace ArchRepair.Engine.Repair.Data;

/// <summary>
/// A small generator whose numbers depend on a seed and a place alone, so that training can resume anywhere, and the number of
/// threads changes nothing. SplitMix64 (Steele, Lea and Flood 2014).
/// </summary>
internal struct CounterRandom
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private ulong state;

    /// <param name="seed">Of the whole repair.</param>
    /// <param name="purpose">Tells streams apart that share the other two.</param>
    /// <param name="place">Step, image or row.</param>
    public CounterRandom(ulong seed, ulong purpose, ulong place) =>
        state = Mix(Mix(Mix(seed + Golden) ^ (purpose * Golden)) + place);

    /// <summary>64 random bits.</summary>
    public ulong Next() => Mix(state += Golden);

    /// <summary>Uniform on [0,1).</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform on [low, high).</summary>
    public double Between(double low, double high) => low + ((high - low) * Unit());

    /// <summary>Uniform on [0, count).</summary>
    public int Below(int count) => (int)((Next() >> 32) * (ulong)count >> 32);

    /// <summary>Standard normal pair (Box and Muller 1958).</summary>
    public (float First, float Second) NormalPair()
    {
        var radius = MathF.Sqrt(-2 * MathF.Log(1 - (float)((Next() >> 40) * (1.0 / (1 << 24)))));
        var (sine, cosine) = MathF.SinCos(2 * MathF.PI * (float)((Next() >> 40) * (1.0 / (1 << 24))));
        return (radius * cosine, radius * sine);
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
