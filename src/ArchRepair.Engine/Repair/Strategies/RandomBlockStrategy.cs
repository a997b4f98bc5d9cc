using ArchRepair.Core.Results;
using ArchRepair.Engine.Models;
using ArchRepair.Engine.Repair.Data;

namespace ArchRepair.Engine.Repair.Strategies;

/// <summary>
/// Architecture-oriented repair of blocks drawn by the seed instead of the ranking: what localization is worth (the random choice
/// that Qi et al. 2023, doi 10.1145/3585005, compare with).
/// </summary>
internal sealed class RandomBlockStrategy : IRepairStrategy
{
    private const ulong Purpose = 0xB10C;

    public bool NeedsBlock => false;

    public RepairPlan Adapt(ChainClassifier model, RepairPlan plan)
    {
        var random = new CounterRandom(plan.Seed, Purpose, 0);
        var draws = model.Blocks.Where(block => block is { IsReplaceable: true, IsReplaced: false })
            .Select(block => (block.Path, Draw: random.Next())).OrderBy(entry => entry.Draw).Select(entry => entry.Path);
        return plan with { Blocks = [.. draws] };
    }

    public RepairRecord Repair(RepairRun run)
    {
        if (run.Plan.Blocks.Count == 0)
            throw new ArgumentException("Every block was repaired already; strategy 'fine-tune' trains them all.");
        run.Notes.Add($"Block {run.Plan.Blocks[0]} was drawn at random.");
        return new ArchRepairStrategy().Repair(run);
    }
}
