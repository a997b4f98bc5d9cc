using System.CommandLine;
using System.Runtime.InteropServices;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Tool.Commands;

namespace ArchRepair.Tool.CommandLine;

/// <summary>From arguments to exit code: parses, runs one command, and turns what went wrong into lines and a code.</summary>
internal static class RootDoor
{
    private const string ExitCodes = """
        Exit codes:
          0    the gate passed (warnings allowed), or with --accept-repair the repaired model passed it
          1    the gate failed
          2    usage, settings or input files are wrong
          3    inconclusive: no baseline, other data than the baseline's, too few images
          4    the environment cannot do it: backend, memory, disk, a dead worker
          5    a bug of ours
          130  cancelled by Ctrl-C; 143: by SIGTERM
        """;

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var root = new RootCommand("Checks, localizes and repairs the robustness of image classifiers.\n\n" + ExitCodes)
        {
            CheckCommand.Create(),
            BaselineCommand.Create(),
            LocalizeCommand.Create(),
            RepairCommand.Create(),
            MergeCommand.Create(),
            CorruptCommand.Create(),
            ReportCommand.Create(),
            InspectCommand.Create(),
            InitCommand.Create(),
            DoctorCommand.Create(),
            ExplainCommand.Create(),
        };
        if (VersionProblem(ToolEnvironment.Process) is { } mismatch)
        {
            DiagnosticLines.Write(error, [mismatch], ToolEnvironment.Process);
            return (int)ExitCode.Usage;
        }

        if (args.Length == 0 || args[0].StartsWith('-')) KeepFirstSentences(root);
        Completions.AddTo(root);
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0 && !Completions.AreAsked(args))
        {
            foreach (var problem in parsed.Errors) await error.WriteLineAsync($"error AR0105: {problem.Message}").ConfigureAwait(false);
            await error.WriteLineAsync("'dotnet archrepair COMMAND --help' shows options with examples.").ConfigureAwait(false);
            return (int)ExitCode.Usage;
        }

        using var cancellation = new CancellationTokenSource();
        var cancelCode = ExitCode.Cancelled;
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Cancel(context, ExitCode.Cancelled));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Cancel(context, ExitCode.Terminated));
        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            return await parsed.InvokeAsync(configuration, cancellation.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await error.WriteLineAsync("Cancelled. Finished files are whole; a later run continues from what was kept.").ConfigureAwait(false);
            return (int)cancelCode;
        }
        catch (ArchRepairException exception)
        {
            DiagnosticLines.Write(error, exception.Diagnostics, ToolEnvironment.Process);
            return (int)exception.ExitCode;
        }
        catch (Exception exception) when (IsEnvironment(exception))
        {
            await error.WriteLineAsync($"error AR0403: {exception.Message}").ConfigureAwait(false);
            return (int)ExitCode.Environment;
        }
#pragma warning disable CA1031 // The last door: whatever escapes is a bug of ours and must still end with its own exit code.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            await error.WriteLineAsync($"error AR0501: {exception.Message} This is a bug in ArchRepair; please report it with the command and the lines below.").ConfigureAwait(false);
            await error.WriteLineAsync(exception.ToString()).ConfigureAwait(false);
            return (int)ExitCode.Bug;
        }

        void Cancel(PosixSignalContext context, ExitCode code)
        {
            context.Cancel = true;
            cancelCode = code;
            cancellation.Cancel();
        }
    }

    // The MSBuild package says which version it belongs to; the two are published together and change together.
    private static Diagnostic? VersionProblem(ToolEnvironment environment) => environment.RequiredVersion is { } required && required != RunContext.ToolVersion
        ? new Diagnostic("AR0106", $"The package ArchRepair.MSBuild is version {required}, the tool dotnet-archrepair that it started is version {RunContext.ToolVersion}; they must be the same. Run 'dotnet tool update dotnet-archrepair --version {required}', or reference ArchRepair.MSBuild {RunContext.ToolVersion}.")
        : null;

    // The list of all commands has a line for each; the examples stand in the help of the command itself.
    private static void KeepFirstSentences(RootCommand root)
    {
        foreach (var command in root.Subcommands) command.Description = command.Description?.Split('\n')[0];
    }

    private static bool IsEnvironment(Exception exception) => exception is OutOfMemoryException or IOException or UnauthorizedAccessException;
}
