using System.Globalization;

namespace ArchRepair.Core.Diagnostics;

/// <summary>Something the user can act on.</summary>
/// <param name="Code">An AR code of <see cref="DiagnosticCatalog"/>.</param>
/// <param name="Message">Names the thing, its value, what is allowed and the next step.</param>
public sealed record Diagnostic(string Code, string Message, SourceLocation? Location = null)
{
    public override string ToString() => Location is null ? $"{Code}: {Message}" : $"{Location}: {Code}: {Message}";
}

/// <summary>A place in a text file; line and column start at 1, 0 when unknown.</summary>
public sealed record SourceLocation(string File, int Line, int Column)
{
    public override string ToString() =>
        Line == 0 ? File : string.Create(CultureInfo.InvariantCulture, $"{File}({Line},{Column})");
}
