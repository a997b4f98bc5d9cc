using System.Globalization;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Results;
using ArchRepair.Core.Settings;
using ArchRepair.Tool.CommandLine;

namespace ArchRepair.Tool.Terminal;

/// <summary>Says what a check would measure.</summary>
internal static class DryRun
{
    public static int Print(RunContext context)
    {
        var settings = context.Settings;
        var problems = MissingPaths(settings).ToArray();
        if (problems.Length > 0) throw new ArchRepairException(ExitCode.Usage, problems);
        var output = context.Output;
        output.WriteLine($"model      {settings.Model.Architecture}, {settings.Model.Weights}");
        output.WriteLine($"clean      {settings.Data.Test.Format}, {settings.Data.Test.Path}");
        if (settings.Data.Corrupted is { } corrupted)
        {
            var names = corrupted.Corruptions.Count == 0 ? "all in the folder" : string.Join(", ", corrupted.Corruptions);
            output.WriteLine($"corrupted  {corrupted.Format} {corrupted.Path}: {names}; severities {string.Join(", ", corrupted.Severities)}");
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"images     {(settings.Data.Images == 0 ? "all" : settings.Data.Images.ToString(CultureInfo.InvariantCulture))} a cell; {context.Compute.Threads} threads on {context.Compute.Device}"));
        output.WriteLine($"baseline   {settings.BaselinePath ?? "none"}{(File.Exists(settings.BaselinePath) ? "" : " (not recorded yet)")}");
        if (settings.Fast.When == FastWhen.Always) output.WriteLine("fast       stops as soon as randomly chosen images decide");
        output.WriteLine(settings.Repair.When == RepairWhen.Never || settings.Data.Train is null
            ? "repair     never"
            : string.Create(CultureInfo.InvariantCulture, $"repair     when the gate fails: {settings.Repair.Strategy}, at most {settings.Repair.BudgetMinutes} minutes → {settings.Repair.Output}"));
        return (int)ExitCode.Passed;
    }

    /// <summary>Every path of the settings that must exist and does not.</summary>
    public static IEnumerable<Diagnostic> MissingPaths(ArchRepairSettings settings)
    {
        var at = new SourceLocation(settings.File, 0, 0);
        if (settings.Model.Project is { } project && !Path.Exists(project.Path)) yield return new Diagnostic("AR0201", $"'model.project' is '{project.Path}', which does not exist.", at);
        if (!File.Exists(settings.Model.Weights)) yield return new Diagnostic("AR0201", $"'model.weights' is '{settings.Model.Weights}', which does not exist.", at);
        foreach (var (name, path) in new[] { ("data.test", settings.Data.Test.Path), ("data.train", settings.Data.Train?.Path), ("data.corrupted", settings.Data.Corrupted is { Path.Length: > 0 } corrupted ? corrupted.Path : null) })
            if (path is not null && !Path.Exists(path)) yield return new Diagnostic("AR0201", $"'{name}.path' is '{path}', which does not exist.", at);
        if (settings.Data.Corrupted is { Format: DataFormats.Generate, Assembly.Length: 0 } generate)
            foreach (var name in generate.Corruptions)
                if (!CorruptionNames.All.Contains(name) && name is not ("standard" or "extra" or "all"))
                    yield return new Diagnostic("AR0103", $"'data.generate.corruptions' names '{name}'; {NearestName.Hint(name, CorruptionNames.All.ToArray())}", at);
    }
}
