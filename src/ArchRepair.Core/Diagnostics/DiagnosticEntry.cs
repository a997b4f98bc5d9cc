namespace ArchRepair.Core.Diagnostics;

/// <summary>What <c>archrepair explain</c> tells about a code.</summary>
public sealed record DiagnosticEntry(string Code, string Title, string Cause, string Cure);
