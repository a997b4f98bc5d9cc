using System.Diagnostics;

using ArchRepair.Core.Protocol;
using ArchRepair.Core.Results;
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
        var evaluation = Evaluator.Run(model, data, request.Data, predictor, request.Compute.Threads, progress, cancellation);
        using var self = Process.GetCurrentProcess();
        return new EvaluateResponse(WorkerRequest.CurrentSchema, evaluation, backend with { Threads = request.Compute.Threads }, predictor.Form, self.PeakWorkingSet64);
    }
}
