using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Protocol;

namespace ArchRepair.Tool.Workers;

/// <summary>
/// One worker process from start to end. It is told to stop by closing its standard input, which also happens when this process
/// dies; it is killed when it stays silent past the heartbeat or does not stop in time.
/// </summary>
/// <param name="assembly">The worker.</param>
/// <param name="hostArguments">Arguments of <c>dotnet exec</c> in front of it: in whose dependency graph it runs.</param>
internal sealed class WorkerProcess(string assembly, IReadOnlyList<string> hostArguments, TimeSpan heartbeat, Action<WorkerLine> onLine)
{
    private const int KeptErrorLines = 40;

    // GitHub's runner kills 10 s after the first signal; a worker writes its last checkpoint well within this.
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(6);

    public async Task<WorkerEnding> RunAsync(string requestPath, CancellationToken cancellation)
    {
        using var process = Start(requestPath);
        using var silence = new CancellationTokenSource(heartbeat);
        var errors = new Queue<string>();
        var reading = Task.WhenAll(ReadLinesAsync(process.StandardOutput, silence), ReadErrorsAsync(process.StandardError, errors));
        var isHung = false;
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, silence.Token);
            await process.WaitForExitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!process.HasExited)
        {
            isHung = !cancellation.IsCancellationRequested;
            await StopAsync(process, isHung ? TimeSpan.Zero : StopGrace).ConfigureAwait(false);
        }

        await reading.ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        var description = isHung
            ? string.Create(CultureInfo.InvariantCulture, $"gave no sign of life for {heartbeat.TotalSeconds:0} s and was ended")
            : Describe(process.ExitCode);
        return new WorkerEnding(process.ExitCode, description, [.. errors]);
    }

    private Process Start(string requestPath)
    {
        var host = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path).Equals("dotnet", StringComparison.OrdinalIgnoreCase) ? path : "dotnet";
        var start = new ProcessStartInfo(host)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in (string[])["exec", .. hostArguments, assembly, requestPath]) start.ArgumentList.Add(argument);
        try
        {
            return Process.Start(start) ?? throw new InvalidOperationException("The process API returned no process.");
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new ArchRepairException(ExitCode.Environment, "AR0402", $"The worker cannot be started with '{host}': {exception.Message}", cause: exception);
        }
    }

    private static async Task StopAsync(Process process, TimeSpan grace)
    {
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(grace);
        try
        {
            await process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task ReadLinesAsync(StreamReader reader, CancellationTokenSource silence)
    {
        while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            silence.CancelAfter(heartbeat);
            if (Parse(line) is { } parsed) onLine(parsed);
        }
    }

    // Native libraries sometimes print on their own; what is no line of ours is no progress of ours.
    private static WorkerLine? Parse(string line)
    {
        if (!line.StartsWith('{')) return null;
        try
        {
            return CoreJson.Deserialize<WorkerLine>(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task ReadErrorsAsync(StreamReader reader, Queue<string> errors)
    {
        while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            if (errors.Count == KeptErrorLines) errors.Dequeue();
            errors.Enqueue(line);
        }
    }

    // .NET reports a death by signal n as 128 + n.
    private static string Describe(int code) => code switch
    {
        137 => "was killed (SIGKILL; often the kernel's out-of-memory killer)",
        139 => "crashed in native code (SIGSEGV)",
        134 => "aborted in native code (SIGABRT)",
        135 => "crashed in native code (SIGBUS)",
        132 => "crashed in native code (SIGILL: the processor lacks an instruction that the backend uses)",
        143 => "was terminated (SIGTERM)",
        -1073741819 => "crashed in native code (access violation)",
        _ => string.Create(CultureInfo.InvariantCulture, $"ended with code {code} without an answer"),
    };
}
