namespace ArchRepair.Engine.Corruptions.Writing;

/// <summary>What to write, and where.</summary>
/// <param name="Folder">Folder of the benchmark; made where it is missing.</param>
/// <param name="Layout">How the images lie in it.</param>
/// <param name="Corruptions">Each becomes an array or a folder.</param>
/// <param name="Severities">Distinct, 1 to 5; arrays hold all five.</param>
/// <param name="Seed">Seed of all draws.</param>
/// <param name="Images">So many images from the first on; 0 for all.</param>
/// <param name="Threads">How many images are worked on at once; ≥ 1.</param>
public sealed record BenchmarkPlan(
    string Folder, BenchmarkLayout Layout, IReadOnlyList<ICorruption> Corruptions, IReadOnlyList<int> Severities, ulong Seed, int Images = 0, int Threads = 1)
{
    public int Cells => Corruptions.Count * Severities.Count;

    public IEnumerable<string> Problems()
    {
        if (Corruptions.Count == 0) yield return "No corruption is chosen.";
        foreach (var twice in Corruptions.GroupBy(corruption => corruption.Name).Where(group => group.Count() > 1))
            yield return $"The corruption {twice.Key} is chosen twice.";
        if (Severities.Count == 0) yield return "No severity is chosen.";
        foreach (var wrong in Severities.Where(severity => severity is < 1 or > 5))
            yield return FormattableString.Invariant($"A severity is {wrong}; severities are 1 to 5.");
        if (Severities.Distinct().Count() != Severities.Count) yield return "A severity is chosen twice.";
        if (Layout == BenchmarkLayout.Arrays && !Severities.Order().SequenceEqual([1, 2, 3, 4, 5]))
            yield return "The layout of CIFAR-10-C holds all five severities; leave the choice of severities out, or take images in folders.";
        if (Images < 0) yield return FormattableString.Invariant($"The number of images is {Images}; it must be at least 0.");
        if (Threads < 1) yield return FormattableString.Invariant($"The number of threads is {Threads}; it must be at least 1.");
    }
}
