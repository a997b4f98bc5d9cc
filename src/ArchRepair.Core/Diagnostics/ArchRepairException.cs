namespace ArchRepair.Core.Diagnostics;

/// <summary>The user's mistake, or an environment that cannot work: a set of diagnostics and the exit code they mean.</summary>
public sealed class ArchRepairException : Exception
{
    public ArchRepairException(ExitCode exitCode, IReadOnlyList<Diagnostic> diagnostics, Exception? cause = null)
        : base(string.Join(Environment.NewLine, diagnostics), cause)
    {
        ExitCode = exitCode;
        Diagnostics = diagnostics;
    }

    public ArchRepairException(ExitCode exitCode, string code, string message, SourceLocation? location = null, Exception? cause = null)
        : this(exitCode, [new Diagnostic(code, message, location)], cause)
    {
    }

    public ExitCode ExitCode { get; }

    public IReadOnlyList<Diagnostic> Diagnostics { get; }
}
