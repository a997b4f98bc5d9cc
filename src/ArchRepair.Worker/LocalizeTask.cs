using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Protocol;
using ArchRepair.Core.Results;
using ArchRepair.Engine.Evaluation;
using ArchRepair.Engine.Loading;
using ArchRepair.Engine.Localization;
using ArchRepair.Engine.Models;
using ArchRepair.Engine.Native;
using ArchRepair.Engine.Projects;

namespace ArchRepair.Worker;

/// <summary>
/// Ranks blocks. With training data the examples come from its search part, under generated corruptions, so that verification on
/// the test images sees nothing that localization saw; without it, from the test images themselves.
/// </summary>
internal static class LocalizeTask
{
    public static LocalizeResponse Run(LocalizeRequest request, BackendDescription backend, IProgress<WorkerLine> progress, CancellationToken cancellation)
    {
        var seed = request.Compute.Seed;
        using var data = TestSet.Open(request.Data, seed);
        using var model = ModelLoader.Load(request.Model, data.Clean.Height, data.Clean.ClassNames);
        ComputeDevice.Place(model.Network, request.Compute.Device, backend);
        RefuseWithoutBlocks(model.Network);
        using var predictor = PredictorFactory.Create(model.Network, model.Network.Specification.Normalization, new PredictorOptions { Threads = request.Compute.Threads });
        var wanted = request.Localization.Failures;
        var (cells, labels, text) = Sources(request, data);
        var examples = ExampleSelector.Select(
            cells, labels, data.Clean.Height, data.Clean.Width, predictor, new ExampleRequest(wanted, wanted, text, seed), cancellation);
        if (examples.Failures == 0)
            throw new ArchRepairException(ExitCode.Inconclusive, "AR0303", $"The model answers all of {text} rightly; there is no failure to localize.");
        progress.Report(new WorkerLine("localize", 0, examples.Count, $"{examples.Failures} failing and {examples.Passes} passing examples: {text}"));
        var options = new LocalizationOptions
        {
            Formula = Enum.Parse<SpectrumFormula>(request.Localization.Formula, ignoreCase: true),
            Level = request.Localization.IsLayerLevel ? LocalizationLevel.Layer : LocalizationLevel.Block,
        };
        var ranking = Localizer.Rank(
            model.Network, model.Network.Specification.Normalization, examples, options, seed,
            (done, total) => progress.Report(new WorkerLine("localize", done, total)), cancellation);
        return new LocalizeResponse(WorkerRequest.CurrentSchema, ranking, backend);
    }

    private static void RefuseWithoutBlocks(ChainClassifier model)
    {
        if (!model.Blocks.Any(block => model.NeuronLayersOf(block.Index).Count > 0))
            throw new ArchRepairException(ExitCode.Usage, "AR0213", $"No blocks were found in {model.Specification.Architecture}. {ProjectModel.BlockAdvice}");
    }

    private static (IReadOnlyList<CellImages> Cells, IReadOnlyList<int> Labels, string Text) Sources(LocalizeRequest request, TestSet data)
    {
        IReadOnlyList<Cell> wanted = request.Cells.Count == 0 ? [Cell.Clean] : request.Cells;
        if (request.Data.Train is not null)
        {
            var parts = TrainingParts.Open(request.Data, 0, request.Compute.Seed);
            CellImages[] generated = [.. wanted.Select(cell => parts.SearchCell(cell, request.Data.Corrupted, request.Compute.Seed)).OfType<CellImages>()];
            if (generated.Length > 0) return (generated, parts.Search.Labels, "validation part of the training images");
        }

        CellImages[] own = [.. data.Cells.Where(cell => wanted.Contains(cell.Cell))];
        if (own.Length == 0) own = [data.Cells[0]];
        return request.Seen is { } seen
            ? ([.. own.Select(cell => SeenCell.Of(cell, seen))], SeenCell.LabelsOf(data.Labels, seen), $"the {seen.Seen} test images that decided")
            : (own, data.Labels, "test images");
    }
}
