using System.Diagnostics;

using ArchRepair.Core.Caching;
using ArchRepair.Core.Protocol;
using ArchRepair.Core.Results;
using ArchRepair.Core.Sharding;
using ArchRepair.Engine.Evaluation;
using ArchRepair.Engine.Loading;
using ArchRepair.Engine.Native;

namespace ArchRepair.Worker;

/// <summary>Evaluates a model on clean images and corrupted cells.</summary>
internal static class EvaluateTask
{
    public static EvaluateResponse Run(EvaluateRequest request, BackendDescription backend, IProgress<WorkerLine> progress, CancellationToken cancellation)
    {
        using var data = TestSet.Open(request.Data, request.Compute.Seed);
        using var model = ModelLoader.Load(request.Model, data.Clean.Height, data.Clean.ClassNames);
        ComputeDevice.Place(model.Network, request.Compute.Device, backend);
        using var predictor = PredictorFactory.Create(
            model.Network, model.Network.Specification.Normalization,
            new PredictorOptions { Exact = request.Compute.IsExact, Screen = true, Threads = request.Compute.Threads, Width = data.Clean.Width });
        if (request.Fast is { } fast && FastEvaluator.TryRun(model, data, request.Data, predictor, request.Compute, fast, ScopeOf(request), progress, cancellation) is { } early)
        {
            using var process = Process.GetCurrentProcess();
            return new EvaluateResponse(
                WorkerRequest.CurrentSchema, early.Evaluation, backend with { Threads = request.Compute.Threads }, predictor.Form, process.PeakWorkingSet64, Fast: early.Record);
        }

        var measured = Evaluator.Run(model, data, request.Data, predictor, request.Compute.Threads, ScopeOf(request), progress, cancellation);
        using var self = Process.GetCurrentProcess();
        return new EvaluateResponse(
            WorkerRequest.CurrentSchema, measured.Evaluation, backend with { Threads = request.Compute.Threads }, predictor.Form, self.PeakWorkingSet64, measured.Reused,
            CellCosts.Of(measured.Parts), request.Shard is null ? null : new ShardAnswer(measured.PlanHash, [.. measured.Parts.Select(part => part.ToBytes())]));
    }

    private static EvaluationScope ScopeOf(EvaluateRequest request) => new(
        request.Shelf is { } shelf ? new CellShelf(new ContentStore(shelf.Folder, TimeProvider.System), shelf.Keys) : null,
        request.Shard?.Shard, request.Shard?.SecondsPerImage ?? new Dictionary<string, double>());
}
