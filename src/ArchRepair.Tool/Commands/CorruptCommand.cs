using System.CommandLine;
using System.Globalization;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Protocol;
using ArchRepair.Core.Results;
using ArchRepair.Core.Settings;
using ArchRepair.Tool.CommandLine;
using ArchRepair.Tool.Terminal;
using ArchRepair.Tool.Workers;

namespace ArchRepair.Tool.Commands;

/// <summary><c>corrupt</c>: writes a corrupted benchmark from a clean set, or a contact sheet of a few images.</summary>
internal static class CorruptCommand
{
    public static Command Create()
    {
        var common = new CommonOptions();
        var source = new Argument<string>("source") { Description = "Folder of the clean images." };
        var output = new Argument<string?>("output") { Description = "Folder to write the benchmark into.", Arity = ArgumentArity.ZeroOrOne };
        var inputFormat = new Option<string>("--input-format") { Description = string.Join(", ", DataFormats.Clean) + ".", DefaultValueFactory = _ => "cifar10" };
        inputFormat.AcceptOnlyFromAmong([.. DataFormats.Clean]);
        var corruptions = new Option<string[]>("--corruptions")
        {
            Description = "Names, or standard, extra, all.",
            DefaultValueFactory = _ => ["standard"],
            AllowMultipleArgumentsPerToken = true,
        };
        corruptions.AcceptOnlyFromAmong([.. CorruptionNames.All, "standard", "extra", "all"]);
        var severities = new Option<int[]>("--severities") { Description = "1 to 5.", DefaultValueFactory = _ => [1, 2, 3, 4, 5], AllowMultipleArgumentsPerToken = true };
        var frost = new Option<string?>("--frost-dir") { Description = "Folder of the original frost photographs; procedural textures (frost*) without it." };
        var preview = new Option<string?>("--preview") { Description = "Write a contact sheet (PNG) of a few images instead." };
        var command = new Command("corrupt", """
            Writes a corrupted benchmark in the official layout from a clean set.

            Examples:
              dotnet archrepair corrupt data/cifar10 data/cifar10-c
              dotnet archrepair corrupt data/cifar10 --preview preview.png --corruptions all
            """) { source, output };
        foreach (var option in new Option[] { inputFormat, corruptions, severities, frost, preview, common.Images, common.Threads, common.Seed, common.Format, common.Verbosity, common.Ci })
            command.Options.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            var environment = ToolEnvironment.Process;
            var levels = parsed.GetRequiredValue(severities).Distinct().Order().ToArray();
            if (levels.FirstOrDefault(level => level is < 1 or > 5) is not 0 and var wrong)
                throw new ArchRepairException(ExitCode.Usage, "AR0105", string.Create(CultureInfo.InvariantCulture, $"--severities holds {wrong}; severities are 1 to 5."));
            var target = parsed.GetValue(output);
            var sheet = parsed.GetValue(preview);
            if (target is null == sheet is null)
                throw new ArchRepairException(ExitCode.Usage, "AR0105", "Name either a folder to write or --preview FILE.png.");
            var talk = Talk.For(parsed.InvocationConfiguration.Error, parsed.GetRequiredValue(common.Verbosity), parsed.GetRequiredValue(common.Format), CiHost.Detect(parsed.GetRequiredValue(common.Ci), environment), environment);
            var compute = RunContext.ComputeOf(parsed, common, environment, parsed.GetValue(common.Seed) ?? environment.Seed ?? 0);
            var images = new ImageSetSource(parsed.GetRequiredValue(inputFormat), Path.GetFullPath(parsed.GetRequiredValue(source)));
            var what = new CorruptedSource(DataFormats.Generate, "", parsed.GetRequiredValue(corruptions), levels, parsed.GetValue(frost) is { } folder ? Path.GetFullPath(folder) : "");
            var response = await new WorkerClient(environment, talk).AskAsync<CorruptResponse>(
                path => new CorruptRequest(
                    WorkerRequest.CurrentSchema, path, compute, images, what, parsed.GetValue(common.Images) ?? 0,
                    target is null ? "" : Path.GetFullPath(target), sheet is null ? "" : Path.GetFullPath(sheet)), cancellation).ConfigureAwait(false);
            parsed.InvocationConfiguration.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{response.Cells} cells of {response.Images} images → {sheet ?? target}. {response.Note}"));
            return (int)ExitCode.Passed;
        });
        return command;
    }
}
