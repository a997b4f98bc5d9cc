using ArchRepair.Engine.Models;
using ArchRepair.Engine.Repair.Data;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Repair.Strategies;

/// <summary>Views that the damaged network gets wrong, and right.</summary>
internal static class FailureFinder
{
    private const int ChunkRows = 250;
    private const int MostChunks = 16; // bounds the time where failures are rare
    private const ulong Purpose = 0xFA11;

    /// <summary>Asks about clean and changed views, half and half, until there are enough of both.</summary>
    /// <param name="run">Its network as it stands.</param>
    /// <param name="part">Where images are taken from.</param>
    /// <param name="count">Failures and passes wanted; fewer come back where there are fewer.</param>
    public static (IReadOnlyList<ViewRow> Failures, IReadOnlyList<ViewRow> Passes) Find(RepairRun run, RepairPart part, int count)
    {
        List<ViewRow> failures = [];
        List<ViewRow> passes = [];
        using var mode = new EvaluationMode(run.Model);
        var order = new ImageOrder(part.Labels.Count, run.Plan.Seed, Purpose);
        for (var chunk = 0; chunk < MostChunks && (failures.Count < count || passes.Count < count); chunk++)
        {
            run.Alive();
            ViewRow[] rows = [.. Enumerable.Range(chunk * ChunkRows, ChunkRows).Select(sample => new ViewRow(
                order.At(sample / 2), sample % 2 == 0 ? ViewKind.Clean : ViewKind.Changed, (ulong)sample))];
            foreach (var (row, isRight) in rows.Zip(IsRight(run, part, rows))) (isRight ? passes : failures).Add(row);
        }
        return ([.. failures.Take(count)], [.. passes.Take(count)]);
    }

    /// <summary>Normalized views [N,3,H,W] and classes [N]; in the caller's dispose scope.</summary>
    public static (Tensor Images, Tensor Labels) Load(RepairRun run, RepairPart part, IReadOnlyList<ViewRow> rows) => (
        run.Views.Make(part, rows, hasGeometry: false), tensor(rows.Select(row => (long)part.Labels[row.Image]).ToArray()));

    /// <summary>Which views the network classifies as their labels say.</summary>
    public static bool[] IsRight(RepairRun run, RepairPart part, IReadOnlyList<ViewRow> rows)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (images, labels) = Load(run, part, rows);
        return run.Model.call(images).argmax(1).eq(labels).cpu().data<bool>().ToArray();
    }
}
