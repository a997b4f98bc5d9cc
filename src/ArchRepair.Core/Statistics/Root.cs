namespace ArchRepair.Core.Statistics;

/// <summary>Finds where a monotone function changes sign, to the last bit.</summary>
internal static class Root
{
    /// <summary>Bisection of [lower, upper] until no double lies between the ends.</summary>
    /// <param name="isLeft">Claim that is true to the left of the root and false from it on.</param>
    /// <param name="lower">A place where the claim holds, or the root itself.</param>
    /// <param name="upper">A place where it does not.</param>
    /// <remarks>Slower than Brent's method, but it cannot stop early where the root is tiny (1e-15 is an ordinary bound here).</remarks>
    public static double Bisect(Func<double, bool> isLeft, double lower, double upper)
    {
        while (true)
        {
            var middle = lower + (upper - lower) / 2;
            if (middle <= lower || middle >= upper) return middle;
            if (isLeft(middle)) lower = middle;
            else upper = middle;
        }
    }
}
