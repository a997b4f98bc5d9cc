using CsCheck;

namespace ArchRepair.Core.Tests.Statistics;

/// <summary>Checks a claim on samples that are the same in every run: CsCheck's own loop seeds only its first sample.</summary>
internal static class Properties
{
    private const uint Stream = 7;
    private const ulong Seed = 20260101;

    public static void ForAll<T>(Gen<T> cases, Func<T, bool> holds, int count = 300)
    {
        var random = new PCG(Stream, Seed);
        for (var i = 0; i < count; i++)
        {
            var sample = cases.Generate(random, null, out _);
            Assert.That(holds(sample), Is.True, $"sample {i}: {Check.Print(sample)}");
        }
    }

    public static void ForAll<T1, T2>(Gen<(T1, T2)> cases, Func<T1, T2, bool> holds, int count = 300) =>
        ForAll(cases, sample => holds(sample.Item1, sample.Item2), count);

    public static void ForAll<T1, T2, T3>(Gen<(T1, T2, T3)> cases, Func<T1, T2, T3, bool> holds, int count = 300) =>
        ForAll(cases, sample => holds(sample.Item1, sample.Item2, sample.Item3), count);
}
