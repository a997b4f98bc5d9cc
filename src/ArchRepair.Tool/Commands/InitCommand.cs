using System.CommandLine;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Files;
using ArchRepair.Tool.Street;
using ArchRepair.Tool.Street.Findings;

namespace ArchRepair.Tool.Commands;

/// <summary><c>init</c>: writes a commented starting configuration for what it finds in the folder.</summary>
internal static class InitCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("folder") { Description = "Folder to look at and write into.", DefaultValueFactory = _ => "." };
        var command = new Command("init", "Writes a commented archrepair.json for the model project, weights and data that it finds.\n\nExample:\n  dotnet archrepair init") { folder };
        command.SetAction(parsed =>
        {
            var root = Path.GetFullPath(parsed.GetRequiredValue(folder));
            if (!Directory.Exists(root)) throw new ArchRepairException(ExitCode.Usage, "AR0201", $"The folder '{root}' does not exist.");
            var target = Path.Combine(root, "archrepair.json");
            if (File.Exists(target)) throw new ArchRepairException(ExitCode.Usage, "AR0206", $"'{target}' exists already; edit it, or remove it first.");
            var findings = FolderFindings.Of(root);
            AtomicFile.WriteText(target, StartingSettings.Text(findings));
            var output = parsed.InvocationConfiguration.Output;
            output.WriteLine($"Wrote {target}.");
            foreach (var guess in findings.Guesses) output.WriteLine($"  {guess}");
            output.WriteLine("Next: dotnet archrepair check --dry-run, then check, then baseline accept.");
            return (int)ExitCode.Passed;
        });
        return command;
    }
}
