namespace ArchRepair.Engine.Repair.Training;

/// <summary>Learning rate that rises over the first steps, then falls along half a cosine to zero (Loshchilov and Hutter 2017).</summary>
internal static class CosineRate
{
    private const double WarmUpShare = 0.05;

    public static double At(int step, int steps, double peak)
    {
        var warmUp = Math.Max(1, (int)(steps * WarmUpShare));
        if (step < warmUp) return peak * (step + 1) / warmUp;
        return peak * 0.5 * (1 + Math.Cos(Math.PI * (step - warmUp) / Math.Max(1, steps - warmUp)));
    }
}
