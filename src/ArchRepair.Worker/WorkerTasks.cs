using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Protocol;
using ArchRepair.Core.Results;
using ArchRepair.Engine.Loading;
using ArchRepair.Engine.Native;
using ArchRepair.Engine.Projects;

namespace ArchRepair.Worker;

/// <summary>One method a request.</summary>
internal static class WorkerTasks
{
    private const int Schema = WorkerRequest.CurrentSchema;

    public static WorkerResponse Run(WorkerRequest request, IProgress<WorkerLine> progress, CancellationToken cancellation) => request switch
    {
        EvaluateRequest evaluate => EvaluateTask.Run(evaluate, LoadBackend(evaluate.Compute, torchThreads: 1), progress, cancellation),
        LocalizeRequest localize => LocalizeTask.Run(localize, LoadBackend(localize.Compute, localize.Compute.Threads), progress, cancellation),
        RepairRequest repair => RepairTask.Run(repair, LoadBackend(repair.Compute, repair.Compute.Threads), progress, cancellation),
        InspectRequest inspect => Inspect(inspect),
        CorruptRequest corrupt => CorruptTask.Run(corrupt, progress, cancellation),
        SheetRequest sheet => SheetTask.Run(sheet),
        DoctorRequest doctor => new DoctorResponse(Schema, LoadBackend(doctor.Compute, doctor.Compute.Threads)),
        _ => throw new InvalidOperationException($"No task answers a {request.GetType().Name}."),
    };

    private static InspectResponse Inspect(InspectRequest request)
    {
        LoadBackend(request.Compute, 1);
        var (description, problems) = ModelLoader.Inspect(request.Model);
        if (request.PythonPath.Length > 0 && problems.Count == 0) PythonTask.Write(request.Model, request.PythonPath);
        return new InspectResponse(Schema, description, problems);
    }

    private static BackendDescription LoadBackend(ComputeSettings compute, int torchThreads)
    {
        var project = AppContext.GetData(ProjectModel.AssemblySetting) as string;
        var options = new NativeBackendOptions
        {
            IsModelProject = project is not null,
            LibTorchFolder = compute.LibTorchFolder.Length == 0 ? null : compute.LibTorchFolder,
            CacheFolder = Path.Combine(compute.CacheFolder, "native"),
            ApplicationFolders = [AppContext.BaseDirectory],
            Threads = torchThreads,
        };
        try
        {
            return NativeBackend.Load(options);
        }
        catch (BackendUnavailableException nothing) when (project is not null && nothing.LoaderMessage is null)
        {
            throw new ArchRepairException(ExitCode.Environment, "AR0411",
                $"{Path.GetFileName(project)} has no native backend for {System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier}: {nothing.Summary} Add <PackageReference Include=\"TorchSharp-cpu\" /> to its project (or libtorch-cpu-linux-x64, TorchSharp-cuda-linux), or name a libtorch folder by ARCHREPAIR_LIBTORCH. Tried: {string.Join("; ", nothing.PathsTried)}", cause: nothing);
        }
    }
}
