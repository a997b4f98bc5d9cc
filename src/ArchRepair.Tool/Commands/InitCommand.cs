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
        var schema = new Option<bool>("--schema") { Description = $"Also write {SettingsSchema.Name}, by which editors complete and check the settings; beside settings that exist, write only that." };
        var command = new Command("init", "Writes a commented archrepair.json for the model project, weights and data that it finds.\n\nExamples:\n  dotnet archrepair init\n  dotnet archrepair init --schema") { folder, schema };
        command.SetAction(parsed =>
        {
            var root = Path.GetFullPath(parsed.GetRequiredValue(folder));
            if (!Directory.Exists(root)) throw new ArchRepairException(ExitCode.Usage, "AR0201", $"The folder '{root}' does not exist.");
            var (target, output) = (Path.Combine(root, "archrepair.json"), parsed.InvocationConfiguration.Output);
            var hasSchema = parsed.GetValue(schema);
            if (hasSchema) output.WriteLine($"Wrote {SettingsSchema.Write(root)}.");
            if (File.Exists(target) && hasSchema)
            {
                output.WriteLine($"'{target}' exists already; editors find the schema by its first line \"$schema\": \"{SettingsSchema.Name}\".");
                return (int)ExitCode.Passed;
            }

            if (File.Exists(target)) throw new ArchRepairException(ExitCode.Usage, "AR0206", $"'{target}' exists already; edit it, or remove it first.");
            var findings = FolderFindings.Of(root);
            AtomicFile.WriteText(target, StartingSettings.Text(findings, hasSchema));
            output.WriteLine($"Wrote {target}.");
            foreach (var guess in findings.Guesses) output.WriteLine($"  {guess}");
            output.WriteLine("Next: dotnet archrepair check --dry-run, then check, then baseline accept.");
            return (int)ExitCode.Passed;
        });
        return command;
    }
}
