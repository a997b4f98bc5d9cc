namespace ArchRepair.Engine.Repair.Data;

/// <summary>A shuffled order of images for every epoch that needs no memory: image = (a·i + b) mod N with a coprime to N, a and b drawn for each epoch.</summary>
internal sealed class ImageOrder(int count, ulong seed, ulong purpose)
{
    /// <summary>The image that the n-th sample shows, n ≥ 0; every image once in each row of N samples.</summary>
    public int At(long sample)
    {
        var random = new CounterRandom(seed, purpose, (ulong)(sample / count));
        long factor;
        do factor = 1 + random.Below(count);
        while (GreatestCommonDivisor(factor, count) != 1);
        return (int)(((factor * (sample % count)) + random.Below(count)) % count);
    }

    private static long GreatestCommonDivisor(long a, long b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);
}
