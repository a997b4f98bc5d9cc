using System.Globalization;

namespace ArchRepair.Engine.Localization;

/// <summary>Ranks as numbers between 0 and 1.</summary>
internal static class UnitRanks
{
    /// <summary>(rank − ½) / n from smallest to largest; equal values share the mean of their ranks.</summary>
    /// <param name="values">Finite numbers.</param>
    public static double[] Of(ReadOnlySpan<double> values)
    {
        var keys = values.ToArray();
        var order = Enumerable.Range(0, keys.Length).ToArray();
        Array.Sort((double[])keys.Clone(), order);
        var ranks = new double[keys.Length];
        for (var first = 0; first < order.Length;)
        {
            var next = first + 1;
            while (next < order.Length && keys[order[next]] == keys[order[first]]) next++;
            for (var i = first; i < next; i++) ranks[order[i]] = (first + next) / 2.0 / keys.Length;
            first = next;
        }
        return ranks;
    }

    /// <summary>
    /// The value with four significant digits. Sums of float gradients depend on the batch in their seventh digit; what differs by
    /// no more than that is a tie, so that ranks do not depend on the batch.
    /// </summary>
    public static double Rounded(double value) =>
        double.Parse(value.ToString("E3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
