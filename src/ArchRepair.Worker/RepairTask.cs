using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Protocol;
using ArchRepair.Core.Results;
using ArchRepair.Core.Settings;
using ArchRepair.Engine.Loading;
using ArchRepair.Engine.Native;
using ArchRepair.Engine.Repair;

namespace ArchRepair.Worker;

/// <summary>Repairs a model and writes the candidate.</summary>
internal static class RepairTask
{
    public static RepairResponse Run(RepairRequest request, BackendDescription backend, IProgress<WorkerLine> progress, CancellationToken cancellation)
    {
        var parts = TrainingParts.Open(request.Data, request.Repair.Images, request.Compute.Seed);
        using var model = ModelLoader.Load(request.Model, parts.Fit.Height, ClassNames(request.Data));
        ComputeDevice.Place(model.Network, request.Compute.Device, backend);
        var images = new RepairImages(parts.Fit.Height, parts.Fit.Width, Part(parts.Fit), Part(parts.Search));
        var plan = new RepairPlan(
            Blocks(request), request.Repair.Strategy, TimeSpan.FromMinutes(request.Repair.BudgetMinutes), request.Repair.MaxExtraMultiplyAdds,
            SeenCells(request.Repair, request.Cells), request.Compute.Seed, request.Compute.Threads, request.CandidatePath, request.CheckpointFolder, request.Resume, Set: request.Repair.Set,
            MaxBlocks: request.Repair.Blocks, MustResume: request.MustResume, IsCleanSound: request.IsCleanSound);
        if (plan.Problems().ToArray() is { Length: > 0 } problems)
            throw new ArchRepairException(ExitCode.Usage, [.. problems.Select(problem => new Diagnostic("AR0103", $"repair: {problem}"))]);
        var record = Repairer.Repair(
            model.Network, model.Network.Specification.Normalization, images, plan, TimeProvider.System,
            (phase, done, total, text) => progress.Report(new WorkerLine(phase, done, total, text)), cancellation);
        return new RepairResponse(WorkerRequest.CurrentSchema, record, backend);
    }

    private static IReadOnlyList<string> ClassNames(DataSettings data)
    {
        using var test = ImageSets.OpenClean(data.Test, "data.test", Engine.Formats.DataPart.Test);
        return test.ClassNames;
    }

    private static RepairPart Part(LabelledImages images) => new(images.Pixels, images.Labels);

    private static IReadOnlyList<string> Blocks(RepairRequest request) => request.Repair.Block.Length > 0
        ? [request.Repair.Block]
        : [.. request.Ranking.Blocks.Where(block => block.IsReplaceable).Select(block => block.Path)];

    // A named corruption is seen at every severity: knowing one and not its neighbour would be a strange kind of unseen.
    private static IReadOnlyList<Cell> SeenCells(RepairSettings repair, IReadOnlyList<Cell> failing)
    {
        var names = repair.Corruptions.SelectMany(name => name == "failing" ? failing.Where(cell => !cell.IsClean).Select(cell => cell.Corruption) : [name]).Distinct()
            .Where(CorruptionNames.All.Contains); // a corruption of the user's own is judged by the gate, not trained on
        return [.. names.OrderBy(CorruptionNames.OrderOf).SelectMany(name => Enumerable.Range(1, 5).Select(severity => new Cell(name, severity)))];
    }
}
