using System.Globalization;
using ArchRepair.Engine.Formats;
using ArchRepair.Engine.Repair;
using ArchRepair.Engine.Repair.Training;

namespace ArchRepair.Engine.Search;

/// <summary>
/// Where one block is not enough: localizes again, repairs the next block, and keeps it only if the search part is answered better;
/// greedy, while blocks are allowed and time remains.
/// </summary>
internal static class FurtherBlocks
{
    // A block that gets less of the time than this would only be disturbed; chosen, not measured.
    private const double LeastShare = 0.1;

    /// <summary>Repairs further blocks of the run's network.</summary>
    /// <param name="run">Its first block is done, or a checkpoint of a later round is to be continued.</param>
    /// <param name="end">How the first block's training ended.</param>
    public static PhaseEnd Run(RepairRun run, PhaseEnd end)
    {
        var isResumed = run.Round > 0;
        if (isResumed) Continue(run);
        while (isResumed || Begin(run))
        {
            isResumed = false;
            var (before, genotype) = (GenotypeBuilder.Clone(run.Model), run.Genotype);
            var repaired = BlockSearch.Run(run);
            var isBetter = repaired.End != PhaseEnd.Diverged && repaired.After.Loss < repaired.Before.Loss;
            run.Notes.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"Block {run.Round + 1}, {run.Blocks[^1]}: loss on the search part {repaired.Before.Loss:f4} \u2192 {repaired.After.Loss:f4}; {(isBetter ? "kept" : "taken back, no further block tried")}."));
            end = repaired.End;
            if (isBetter)
            {
                before.Dispose();
                continue;
            }
            run.Exchange(before);
            run.Genotype = genotype;
            run.Blocks.RemoveAt(run.Blocks.Count - 1);
            return end == PhaseEnd.Diverged ? PhaseEnd.Finished : end;
        }
        return end;
    }

    // The network and its genotype as the round began.
    private static void Continue(RepairRun run)
    {
        var path = Checkpoint.RoundPath(run.Plan.CheckpointFolder, run.Round);
        run.Exchange(RepairedModel.Load(path, run.Model.Specification));
        run.Genotype = RepairedModel.GenotypeOf(WeightsFile.Read(path).Metadata);
    }

    private static bool Begin(RepairRun run)
    {
        if (run.Round + 1 >= run.Plan.MaxBlocks) return false;
        if (run.Clock.Remaining < run.Clock.Budget * LeastShare)
        {
            run.Notes.Add(string.Create(CultureInfo.InvariantCulture, $"No time is left for block {run.Round + 2}."));
            return false;
        }
        var next = NextBlock.Find(run);
        if (next is null)
        {
            run.Notes.Add("Localization finds no failure or no further block to repair.");
            return false;
        }
        run.BeginRound(next);
        return true;
    }
}
