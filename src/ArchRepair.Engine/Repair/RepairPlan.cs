using System.Globalization;
using ArchRepair.Core.Results;
using ArchRepair.Core.Settings;

namespace ArchRepair.Engine.Repair;

/// <summary>What a repair is to do and what it may use.</summary>
/// <param name="Blocks">Paths of blocks, most vulnerable first; the first is the target. Strategies for whole networks ignore them.</param>
/// <param name="Strategy">A name of <see cref="RepairStrategies.Names"/>.</param>
/// <param name="Budget">Wall time of everything, preparation and choice included; kept within one step.</param>
/// <param name="MaxExtraMultiplyAdds">Allowed growth of multiply-adds as a share of the network's; ≥ 0.</param>
/// <param name="SeenCells">Corruptions that training may see; empty for simple augmentations only.</param>
/// <param name="Seed">Same seed, images, threads and machine type: same bits.</param>
/// <param name="Threads">Of one tensor operation; part of what a checkpoint must agree with.</param>
/// <param name="CandidatePath">The repaired model is written there.</param>
/// <param name="CheckpointFolder">Holds at most one checkpoint.</param>
/// <param name="Resume">Whether to continue from a checkpoint that fits this plan.</param>
/// <param name="CacheBytes">Most memory for cached features; what is more goes to a file in the checkpoint folder. Default 2 GiB.</param>
/// <param name="Set">Augmentation, failures and shares; null for the defaults.</param>
/// <param name="MaxBlocks">Most blocks to repair one after the other; only the architecture search goes on past the first. Default 1.</param>
/// <param name="MustResume">Whether it is an error when there is no checkpoint that fits. Default false: starts anew and says so.</param>
/// <param name="IsCleanSound">
/// Whether the network answers clean images as well as it should. Then training asks for its answers to the unchanged image under every
/// change of it and normalizations keep their statistics; else on clean views only, and statistics follow the batches. Default true.
/// </param>
public sealed record RepairPlan(
    IReadOnlyList<string> Blocks,
    string Strategy,
    TimeSpan Budget,
    double MaxExtraMultiplyAdds,
    IReadOnlyList<Cell> SeenCells,
    ulong Seed,
    int Threads,
    string CandidatePath,
    string CheckpointFolder,
    bool Resume,
    long CacheBytes = 2L << 30,
    RepairSetSettings? Set = null,
    int MaxBlocks = 1,
    bool MustResume = false,
    bool IsCleanSound = true)
{
    /// <summary>Every reason why this cannot be done.</summary>
    public IEnumerable<string> Problems()
    {
        if (!RepairStrategies.Names.Contains(Strategy))
            yield return $"There is no repair strategy '{Strategy}'; known are {string.Join(", ", RepairStrategies.Names)}.";
        if (Budget <= TimeSpan.Zero) yield return string.Create(CultureInfo.InvariantCulture, $"The budget is {Budget}; it must be positive.");
        if (MaxExtraMultiplyAdds is not >= 0)
            yield return string.Create(CultureInfo.InvariantCulture, $"maxExtraMultiplyAdds is {MaxExtraMultiplyAdds}; it must be at least 0.");
        if (Threads < 1) yield return string.Create(CultureInfo.InvariantCulture, $"threads is {Threads}; it must be at least 1.");
        if (CacheBytes < 0) yield return string.Create(CultureInfo.InvariantCulture, $"The cache has {CacheBytes} bytes; it needs at least 0.");
        if (MaxBlocks < 1) yield return string.Create(CultureInfo.InvariantCulture, $"blocks is {MaxBlocks}; it must be at least 1.");
        if (RepairStrategies.NeedsBlock(Strategy) && Blocks.Count == 0) yield return $"Strategy '{Strategy}' needs a block to repair.";
        foreach (var problem in Set?.Problems() ?? []) yield return problem;
        if (Set is { Failures: "seen" } && SeenCells.Count == 0)
            yield return "set.failures is 'seen', but training may see no corruption; name some in 'corruptions'.";
        foreach (var cell in SeenCells.Where(cell => cell.IsClean)) yield return $"Seen cell {cell} is no corruption.";
    }
}
