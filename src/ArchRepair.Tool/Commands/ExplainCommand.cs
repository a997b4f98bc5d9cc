using System.CommandLine;

using ArchRepair.Core.Diagnostics;

namespace ArchRepair.Tool.Commands;

/// <summary><c>explain ARnnnn</c>: cause and cure of a diagnostic.</summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        var code = new Argument<string?>("code") { Description = "For example AR0001; without one, all codes are listed.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("explain", "Cause and cure of a diagnostic.\n\nExample:\n  dotnet archrepair explain AR0302") { code };
        command.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(code) is not { } name)
            {
                foreach (var entry in DiagnosticCatalog.All) output.WriteLine($"{entry.Code}  {entry.Title}");
                return (int)ExitCode.Passed;
            }

            var found = DiagnosticCatalog.Find(name)
                ?? throw new ArchRepairException(ExitCode.Usage, "AR0105", $"There is no code '{name}'; 'dotnet archrepair explain' lists all.");
            output.WriteLine($"{found.Code}: {found.Title}");
            output.WriteLine($"Cause: {found.Cause}");
            output.WriteLine($"Cure:  {found.Cure}");
            return (int)ExitCode.Passed;
        });
        return command;
    }
}
