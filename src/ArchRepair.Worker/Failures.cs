using System.Reflection;
using System.Runtime.InteropServices;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Protocol;
using ArchRepair.Engine.Formats;
using ArchRepair.Engine.Native;

namespace ArchRepair.Worker;

/// <summary>Turns what went wrong into diagnostics with codes and an exit code.</summary>
internal static class Failures
{
    public static FailureResponse Answer(Exception exception)
    {
        var (exitCode, diagnostics) = exception switch
        {
            ArchRepairException known => (known.ExitCode, known.Diagnostics),
            MalformedFileException malformed => One(ExitCode.Usage, "AR0202", malformed.Message),
            BackendUnavailableException backend => One(ExitCode.Environment, "AR0401", backend.Message),
            FileLoadException { FileName: { Length: > 0 } name } conflict when WorkerAssemblies.IsOurs(new AssemblyName(name)) => One(ExitCode.Environment, "AR0412",
                $"The model's project brings another version of a library that ArchRepair needs: {FirstLine(conflict.Message)} Reference {name.Split(',')[0]} in the version named there, or a newer one, in the project."),
            FileNotFoundException or DirectoryNotFoundException => One(ExitCode.Usage, "AR0201", exception.Message),
            OutOfMemoryException => One(ExitCode.Environment, "AR0403", $"Memory ran out: {exception.Message} Fewer --threads or images need less."),
            ExternalException native when IsOutOfMemory(native) =>
                One(ExitCode.Environment, "AR0403", $"Memory ran out in libtorch: {FirstLine(native.Message)} Fewer --threads or images need less."),
            IOException or UnauthorizedAccessException => One(ExitCode.Environment, "AR0403", exception.Message),
            AggregateException { InnerExceptions.Count: > 0 } many => Inner(many),
            _ => One(ExitCode.Bug, "AR0501", $"{exception.GetType().Name}: {FirstLine(exception.Message)} at {FirstFrame(exception)}"),
        };
        return new FailureResponse(WorkerRequest.CurrentSchema, exitCode, diagnostics);
    }

    private static (ExitCode ExitCode, IReadOnlyList<Diagnostic> Diagnostics) Inner(AggregateException many)
    {
        var answer = Answer(many.InnerExceptions[0]);
        return (answer.ExitCode, answer.Diagnostics);
    }

    private static (ExitCode ExitCode, IReadOnlyList<Diagnostic> Diagnostics) One(ExitCode exitCode, string code, string message) =>
        (exitCode, [new Diagnostic(code, message)]);

    private static bool IsOutOfMemory(ExternalException exception) =>
        exception.Message.Contains("can't allocate memory", StringComparison.Ordinal) || exception.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase);

    private static string FirstLine(string text) => text.Split('\n')[0].Trim();

    private static string FirstFrame(Exception exception) => exception.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("ArchRepair", StringComparison.Ordinal))?.Trim() ?? "an unknown place";
}
