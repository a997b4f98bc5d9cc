using System.Runtime.InteropServices;
using System.Text.Json;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Files;
using ArchRepair.Core.Protocol;

namespace ArchRepair.Worker;

/// <summary>
/// From a request file to a response file. The caller stops the worker by closing its standard input, which also happens when the
/// caller dies: no worker outlives its tool.
/// </summary>
internal static class WorkerDoor
{
    public static int Run(string[] args, TextReader input, TextWriter output, TextWriter error)
    {
        if (args.Length != 1)
        {
            error.WriteLine("usage: ArchRepair.Worker <request.json>. It is started by 'dotnet archrepair'.");
            return (int)ExitCode.Usage;
        }

        WorkerRequest request;
        try
        {
            request = CoreJson.Deserialize<WorkerRequest>(File.ReadAllText(args[0]));
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            error.WriteLine($"The request '{args[0]}' cannot be read: {exception.Message}");
            return (int)ExitCode.Usage;
        }

        using var cancellation = new CancellationTokenSource();
        // The terminal sends Ctrl-C to both processes; the tool decides, by closing our input.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            cancellation.Cancel();
        });
        WatchInput(input, cancellation);
        return Answer(request, new ProgressLines(output, TimeProvider.System), error, cancellation.Token);
    }

    private static int Answer(WorkerRequest request, ProgressLines progress, TextWriter error, CancellationToken cancellation)
    {
        WorkerResponse response;
        try
        {
            if (request.Schema != WorkerRequest.CurrentSchema)
                throw new ArchRepairException(ExitCode.Usage, "AR0105", $"The request has schema {request.Schema}; this worker reads {WorkerRequest.CurrentSchema}. Tool and worker are of different versions; install the tool again.");
            response = WorkerTasks.Run(request, progress, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return (int)ExitCode.Cancelled;
        }
#pragma warning disable CA1031 // The last door of the process: every failure becomes an answer that says what it was.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            response = Failures.Answer(exception);
            error.WriteLine(exception);
        }

        AtomicFile.WriteText(request.ResponsePath, CoreJson.Serialize(response));
        return response is FailureResponse failure ? (int)failure.ExitCode : (int)ExitCode.Passed;
    }

    private static void WatchInput(TextReader input, CancellationTokenSource cancellation)
    {
        var watcher = new Thread(() =>
        {
            while (input.Read() >= 0)
            {
                // Nothing is ever said to a worker; only the end of its input means something.
            }

            cancellation.Cancel();
        })
        { IsBackground = true, Name = "input" };
        watcher.Start();
    }
}
