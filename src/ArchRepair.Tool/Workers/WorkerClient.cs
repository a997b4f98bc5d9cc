using System.Text.Json;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Files;
using ArchRepair.Core.Protocol;
using ArchRepair.Tool.CommandLine;
using ArchRepair.Tool.Projects;
using ArchRepair.Tool.Terminal;

namespace ArchRepair.Tool.Workers;

/// <summary>Asks a worker process for one thing and brings its answer back, or says why there is none.</summary>
/// <param name="project">The C# project that defines the model; null for architectures of the catalog.</param>
internal sealed class WorkerClient(ToolEnvironment environment, Talk talk, ProjectHost? project = null)
{
    /// <summary>Absolute path of the worker's assembly, which need not exist.</summary>
    public string Assembly { get; } = environment.Worker.Length > 0
        ? Path.GetFullPath(environment.Worker)
        : Path.Combine(AppContext.BaseDirectory, "worker", "ArchRepair.Worker.dll");

    /// <summary>What the answers of a project's model depend on besides its weights: the assemblies of its build and deps.json. Empty without a project.</summary>
    public IReadOnlyList<string> ProjectFiles { get; private set; } = [];

    /// <summary>Absolute path of the assembly with the model; null without a project, or before it was built.</summary>
    public string? ProjectAssembly { get; private set; }

    /// <summary>Builds the model's project if there is one; afterwards <see cref="ProjectFiles"/> are known.</summary>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        if (project is null) return;
        var built = await project.PrepareAsync(cancellation).ConfigureAwait(false);
        (ProjectFiles, ProjectAssembly) = (built.Files, built.Assembly);
    }

    /// <param name="request">Makes the request for a given response path.</param>
    /// <exception cref="ArchRepairException">The worker reported a failure, died, or went silent.</exception>
    public async Task<TResponse> AskAsync<TResponse>(Func<string, WorkerRequest> request, CancellationToken cancellation)
        where TResponse : WorkerResponse
    {
        var folder = Directory.CreateTempSubdirectory("archrepair-").FullName;
        try
        {
            var responsePath = Path.Combine(folder, "response.json");
            var requestPath = Path.Combine(folder, "request.json");
            AtomicFile.WriteText(requestPath, CoreJson.Serialize(request(responsePath)));
            var host = project is null ? [] : await project.HostArgumentsAsync(folder, cancellation).ConfigureAwait(false);
            var ending = await new WorkerProcess(WorkerAssembly(), host, environment.Heartbeat, talk.Progress).RunAsync(requestPath, cancellation).ConfigureAwait(false);
            foreach (var line in ending.ErrorLines) talk.Detail($"  worker: {line}");
            return Answer<TResponse>(ending, responsePath);
        }
        finally
        {
            TryDelete(folder);
        }
    }

    private static TResponse Answer<TResponse>(WorkerEnding ending, string responsePath)
        where TResponse : WorkerResponse
    {
        if (!File.Exists(responsePath)) throw Died(ending);
        WorkerResponse response;
        try
        {
            response = CoreJson.Deserialize<WorkerResponse>(File.ReadAllText(responsePath));
        }
        catch (JsonException exception)
        {
            throw new InvalidOperationException($"The worker's answer cannot be read: {exception.Message}", exception);
        }

        return response switch
        {
            TResponse answer => answer,
            FailureResponse failure => throw new ArchRepairException(failure.ExitCode, failure.Diagnostics),
            _ => throw new InvalidOperationException($"The worker answered {response.GetType().Name} where {typeof(TResponse).Name} was expected."),
        };
    }

    private static ArchRepairException Died(WorkerEnding ending)
    {
        var last = ending.ErrorLines.Count == 0 ? "" : $" It said last: {string.Join(" | ", ending.ErrorLines.TakeLast(3))}";
        return new ArchRepairException(ExitCode.Environment, "AR0402", $"The worker {ending.Description}; files that were finished are whole, run again to continue.{last}");
    }

    private string WorkerAssembly() => File.Exists(Assembly)
        ? Assembly
        : throw new ArchRepairException(ExitCode.Environment, "AR0402", $"The worker '{Assembly}' does not exist; the installation is incomplete. Install the tool again.");

    private static void TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // A temporary folder that something still holds open is left to the system's own cleaning.
        }
    }
}
