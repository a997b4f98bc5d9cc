using System.CommandLine;
using System.Globalization;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Protocol;
using ArchRepair.Core.Results;
using ArchRepair.Core.Settings;
using ArchRepair.Reporting.Hosts;
using ArchRepair.Tool.CommandLine;
using ArchRepair.Tool.Terminal;
using ArchRepair.Tool.Workers;

namespace ArchRepair.Tool.Commands;

/// <summary><c>inspect</c>: blocks, shapes, parameters and multiply-adds as a tree; what a weights file lacks or has too much.</summary>
internal static class InspectCommand
{
    public static Command Create()
    {
        var options = new CommonOptions();
        var architecture = new Option<string?>("--architecture") { Description = "Architecture instead of the settings file's; then no settings file is needed." };
        var classes = new Option<int>("--classes") { Description = "Number of classes, with --architecture.", DefaultValueFactory = _ => 10 };
        var size = new Option<int>("--input-size") { Description = "Side of the input in pixels; 0 takes the architecture's usual one." };
        var compare = new Option<string?>("--compare") { Description = "A second weights file, a repaired one say, to show side by side." };
        var python = new Option<string?>("--emit-python") { Description = "File for a self-contained PyTorch module that loads the same .safetensors file." };
        var command = new Command("inspect", """
            Shows a model as a tree: blocks (marked ▣), output shapes, parameters, multiply-adds; and what the weights lack or have too much.

            Examples:
              dotnet archrepair inspect
              dotnet archrepair inspect --project src/Shapes --type Shapes.ShapeNet
              dotnet archrepair inspect --architecture resnet18 --classes 1000 --weights resnet18.pth
              dotnet archrepair inspect --compare models/resnet20.repaired.safetensors
              dotnet archrepair inspect --weights models/resnet20.repaired.safetensors --emit-python resnet20_repaired.py
            """);
        command.Arguments.Add(options.Config);
        foreach (var option in (Option[])[options.Weights, options.Threads, options.Device, options.Format, options.Verbosity, architecture, classes, size, compare, python, .. options.Project.All]) command.Options.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            var environment = ToolEnvironment.Process;
            var model = Model(parsed, options, parsed.GetValue(architecture), parsed.GetValue(classes), parsed.GetValue(size));
            var talk = new Talk(parsed.InvocationConfiguration.Error, false, parsed.GetRequiredValue(options.Verbosity) == "detailed", false, TimeProvider.System);
            var compute = RunContext.ComputeOf(parsed, options, environment, 0);
            var worker = new WorkerClient(environment, talk, options.Project.HostOf(model, parsed, talk));
            var module = parsed.GetValue(python) is { } file ? Path.GetFullPath(file) : "";
            var response = await worker
                .AskAsync<InspectResponse>(path => new InspectRequest(WorkerRequest.CurrentSchema, path, compute, model, module), cancellation).ConfigureAwait(false);
            if (parsed.GetValue(compare) is { } second)
                return await CompareAsync(worker, response, compute, model, Path.GetFullPath(second), parsed.InvocationConfiguration.Output, cancellation).ConfigureAwait(false);
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetRequiredValue(options.Format) == "json")
                await output.WriteLineAsync(CoreJson.Serialize<WorkerResponse>(response, isIndented: true)).ConfigureAwait(false);
            else Print(output, response, model.Weights);
            return (int)(response.Problems.Count == 0 ? ExitCode.Passed : ExitCode.Usage);
        });
        return command;
    }

    private static ModelSettings Model(ParseResult parsed, CommonOptions options, string? architecture, int classes, int size)
    {
        var weights = parsed.GetValue(options.Weights) ?? ToolEnvironment.Process.Weights;
        if (architecture is not null)
            return new ModelSettings(
                architecture, weights is null ? "" : Path.GetFullPath(weights),
                [.. Enumerable.Range(0, Math.Max(2, classes)).Select(i => i.ToString(CultureInfo.InvariantCulture))], Normalization.ImageNet, size);
        var (file, given) = (options.Project.SettingsFile(parsed, options.Config), options.Project.Read(parsed));
        var model = given is { Project: { } path, Type: { } type } && !File.Exists(file)
            ? new ModelSettings(type, "", [], Normalization.ImageNet, size, new ModelProject(Path.GetFullPath(path), type, given.Factory ?? "", given.Configuration ?? "", given.Framework ?? ""))
            : SettingsReader.Read(file, given).Model;
        return model with { Weights = weights is null ? model.Weights : Path.GetFullPath(weights), InputSize = size > 0 ? size : model.InputSize };
    }

    private static async Task<int> CompareAsync(
        WorkerClient worker, InspectResponse first, ComputeSettings compute, ModelSettings model, string second, TextWriter output, CancellationToken cancellation)
    {
        var response = await worker.AskAsync<InspectResponse>(
            path => new InspectRequest(WorkerRequest.CurrentSchema, path, compute, model with { Weights = second }), cancellation).ConfigureAwait(false);
        ComparisonTree.Print(output, first.Description, Path.GetFileName(model.Weights), response.Description, Path.GetFileName(second));
        foreach (var problem in first.Problems) output.WriteLine(PlainLine.ForLog($"error AR0203: {model.Weights}: {problem}"));
        foreach (var problem in response.Problems) output.WriteLine(PlainLine.ForLog($"error AR0203: {second}: {problem}"));
        return (int)(first.Problems.Count + response.Problems.Count == 0 ? ExitCode.Passed : ExitCode.Usage);
    }

    private static void Print(TextWriter output, InspectResponse response, string weights)
    {
        var description = response.Description;
        var lines = Lines(description.Blocks, "").ToArray();
        var width = lines.Length == 0 ? 0 : lines.Max(line => line.Name.Length);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{PlainLine.Name(description.Architecture)}  input 3×{description.InputSize}×{description.InputSize}  {description.Parameters:N0} parameters  {description.MultiplyAdds:N0} multiply-adds"));
        foreach (var (name, module) in lines)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name.PadRight(width)}  {string.Join('×', module.OutputShape),-12} {module.Parameters,12:N0} {module.MultiplyAdds,15:N0}"));
        if (weights.Length > 0 && response.Problems.Count == 0) output.WriteLine(PlainLine.ForLog($"{weights}: every tensor fits."));
        foreach (var problem in response.Problems) output.WriteLine(PlainLine.ForLog($"error AR0203: {problem}"));
    }

    private static IEnumerable<(string Name, LayerDescription Module)> Lines(IReadOnlyList<LayerDescription> modules, string indent)
    {
        for (var i = 0; i < modules.Count; i++)
        {
            var isLast = i == modules.Count - 1;
            var module = modules[i];
            yield return ($"{indent}{(isLast ? "└─ " : "├─ ")}{(module.IsReplaceable ? "▣ " : "")}{PlainLine.Name(indent.Length == 0 ? module.Path : module.Path.Split('.')[^1])}  {PlainLine.Name(module.Type)}", module);
            foreach (var line in Lines(module.Children, indent + (isLast ? "   " : "│  "))) yield return line;
        }
    }
}
