namespace ArchRepair.Core.Baselines;

/// <summary>
/// Predicts a bit from several contexts: each keeps the share of set bits that it has seen, and a weighted sum of their logits, whose
/// weights learn from every bit, is the prediction. Whole numbers only, so that every machine predicts alike.
/// </summary>
/// <remarks>Logistic mixing: Mahoney (2005), "Adaptive weighing of context models for lossless data compression", CS-2005-16.</remarks>
internal sealed class BitPredictor
{
    private const int ChanceBits = 16;
    private const int WeightOne = 1 << 16;
    private readonly ushort[][] chances;
    private readonly byte[][] counts;
    private readonly int[] chosen;
    private readonly int[] logits;
    private readonly int[] weights;
    private readonly int slowest;

    /// <param name="sizes">Number of values of each context.</param>
    /// <param name="slowest">After so many bits a context forgets as fast as it learns.</param>
    public BitPredictor(int[] sizes, int slowest)
    {
        this.slowest = slowest;
        chances = [.. sizes.Select(size => Filled(size))];
        counts = [.. sizes.Select(size => new byte[size])];
        chosen = new int[sizes.Length];
        logits = new int[sizes.Length];
        weights = new int[sizes.Length];
        Array.Fill(weights, WeightOne * 2 / (sizes.Length + 1));
    }

    /// <summary>Forgets how sure each context is, so that it learns anew from what it knows.</summary>
    public void Loosen(int most)
    {
        foreach (var table in counts)
            for (var i = 0; i < table.Length; i++) table[i] = (byte)Math.Min(table[i], most);
    }

    /// <param name="contexts">Value of each context.</param>
    /// <returns>Chance of a set bit in 65536ths, 1 to 65535.</returns>
    public int Predict(ReadOnlySpan<int> contexts)
    {
        var sum = 0L;
        for (var i = 0; i < chosen.Length; i++)
        {
            chosen[i] = contexts[i];
            logits[i] = Logistic.Logit(chances[i][contexts[i]] >> (ChanceBits - 12));
            sum += (long)weights[i] * logits[i];
        }

        mixed = Logistic.Chance((int)Math.Clamp(sum >> 16, -Logistic.Most, Logistic.Most));
        return mixed << (ChanceBits - 12);
    }

    /// <summary>Learns the bit that was predicted last.</summary>
    public void Learn(bool bit)
    {
        var error = (bit ? Logistic.Whole - 1 : 0) - mixed;
        for (var i = 0; i < chosen.Length; i++)
        {
            weights[i] += (logits[i] * error + 0x2000) >> 14;
            ref var chance = ref chances[i][chosen[i]];
            ref var count = ref counts[i][chosen[i]];
            if (count < slowest) count++;
            var target = bit ? 65535 : 0;
            chance = (ushort)Math.Clamp(chance + (target - chance) * 2 / (2 * count + 1), 32, 65535 - 32);
        }
    }

    private int mixed;

    private static ushort[] Filled(int size)
    {
        var table = new ushort[size];
        Array.Fill(table, (ushort)(1 << 15));
        return table;
    }
}
