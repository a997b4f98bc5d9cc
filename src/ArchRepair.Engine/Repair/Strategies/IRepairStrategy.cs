using ArchRepair.Core.Results;
using ArchRepair.Engine.Models;

namespace ArchRepair.Engine.Repair.Strategies;

/// <summary>A way to repair; all get the same images, budget and finish, so that they can be compared.</summary>
internal interface IRepairStrategy
{
    /// <summary>Whether the ranking's first block matters.</summary>
    bool NeedsBlock { get; }

    /// <summary>The plan as this strategy reads it; blocks may be its own choice.</summary>
    RepairPlan Adapt(ChainClassifier model, RepairPlan plan) => plan;

    /// <summary>Repairs the run's network in place, writes it, and tells what was done.</summary>
    RepairRecord Repair(RepairRun run);
}
