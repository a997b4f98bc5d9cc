namespace ArchRepair.Core.Baselines;

/// <summary>
/// The logistic function and its inverse in whole numbers, the same on every machine: chances in 4096ths, their logits in 256ths.
/// </summary>
internal static class Logistic
{
    public const int Whole = 4096;
    public const int Most = 2047;

    private static readonly short[] Chances = MakeChances();
    private static readonly short[] Logits = MakeLogits();

    /// <param name="logit">In 256ths; beyond ±<see cref="Most"/> it is taken as that.</param>
    /// <returns>1 to 4095.</returns>
    public static int Chance(int logit) => Chances[Math.Clamp(logit, -Most, Most) + Most];

    /// <param name="chance">0 to 4095.</param>
    public static int Logit(int chance) => Logits[chance];

    // Decimal arithmetic rounds alike everywhere; Math.Exp need not.
    private static short[] MakeChances()
    {
        const decimal step = 1.0039138893383475734436096039m; // e^(1/256)
        var chances = new short[2 * Most + 1];
        var odds = 1m;
        for (var logit = 0; logit <= Most; logit++)
        {
            var chance = (short)Math.Clamp(decimal.Round(Whole * odds / (1 + odds)), 1, Whole - 1);
            chances[Most + logit] = chance;
            chances[Most - logit] = (short)(Whole - chance);
            odds = decimal.Round(odds * step, 20);
        }

        return chances;
    }

    private static short[] MakeLogits()
    {
        var logits = new short[Whole];
        var logit = -Most;
        for (var chance = 0; chance < Whole; chance++)
        {
            while (logit < Most && Chances[logit + Most] < chance) logit++;
            logits[chance] = (short)logit;
        }

        return logits;
    }
}
