using System.Diagnostics;
using System.Text.Json;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Settings;
using ArchRepair.Tool.Terminal;

namespace ArchRepair.Tool.Projects;

/// <summary>Builds a model project with <c>dotnet build</c>, or asks MSBuild where an earlier build lies.</summary>
internal sealed class ProjectBuild(ModelProject project, bool skipsBuild, Talk talk)
{
    private const int MostErrors = 5;
    private static readonly string[] Properties = ["TargetPath", "ProjectDepsFilePath", "ProjectRuntimeConfigFilePath", "NuGetPackageRoot", "TargetFramework", "TargetFrameworks"];

    // What MSBuild tells its children about itself would make another build take its parent's place for its own.
    private static readonly string[] ForeignVariables = ["MSBUILD_EXE_PATH", "MSBuildSDKsPath", "MSBuildExtensionsPath", "MSBuildLoadMicrosoftTargetsReadOnly"];

    /// <exception cref="ArchRepairException">It does not build (AR0207, exit 2), or cannot be run here (AR0413, exit 4).</exception>
    public async Task<ProjectGraph> RunAsync(CancellationToken cancellation)
    {
        var path = ProjectLocator.Find(project.Path);
        if (ProjectLocator.IsAssembly(path)) return OfAssembly(path);
        talk.Say(skipsBuild ? $"Looking for the build of {Path.GetFileName(path)} …" : $"Building {Path.GetFileName(path)} …");
        var found = await AskAsync(path, project.Framework, cancellation).ConfigureAwait(false);
        if (found["TargetPath"].Length == 0 && found["TargetFrameworks"].Length > 0)
            found = await AskAsync(path, TargetFramework.Choose(path, found["TargetFrameworks"]), cancellation).ConfigureAwait(false);
        TargetFramework.RefuseUnusable(path, found["TargetFramework"]);
        if (!File.Exists(found["TargetPath"]))
            throw new ArchRepairException(ExitCode.Usage, "AR0207", $"{path}: '{found["TargetPath"]}' was not built; leave --no-build out, or build the project with this configuration and framework first.");
        return Checked(new ProjectGraph(
            Path.GetFileName(path), found["TargetPath"], found["ProjectDepsFilePath"], found["ProjectRuntimeConfigFilePath"], found["NuGetPackageRoot"]));
    }

    private static ProjectGraph OfAssembly(string path)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named ? named : Path.Combine(home, ".nuget", "packages");
        return Checked(new ProjectGraph(Path.GetFileName(path), path, Path.ChangeExtension(path, ".deps.json"), Path.ChangeExtension(path, ".runtimeconfig.json"), packages));
    }

    private static ProjectGraph Checked(ProjectGraph graph)
    {
        if (!File.Exists(graph.DependencyFile))
            throw new ArchRepairException(ExitCode.Environment, "AR0413", $"{graph.Name}: its build left no '{graph.DependencyFile}'; set <GenerateDependencyFile>true</GenerateDependencyFile> and build again.");
        DependencyCheck.Refuse(graph);
        return graph;
    }

    private async Task<Dictionary<string, string>> AskAsync(string path, string framework, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            WorkingDirectory = Path.GetDirectoryName(path)!,
        };
        foreach (var name in ForeignVariables) start.Environment.Remove(name);
        // The compiler's server would outlive the build and hold its pipes open; a check on build would call this tool again.
        string[] arguments = skipsBuild ? ["msbuild", path] : ["build", path, "-t:Build", "-v:q", "-tl:off", "-p:UseSharedCompilation=false", "-p:ArchRepairCheckOnBuild=false"];
        foreach (var argument in (string[])[.. arguments, "-nologo", "-nodeReuse:false", .. Choices(framework), "-getProperty:" + string.Join(',', Properties)])
            start.ArgumentList.Add(argument);
        using var process = Start(start);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var error = process.StandardError.ReadToEndAsync(cancellation);
        try
        {
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        return process.ExitCode == 0 ? Read(await output.ConfigureAwait(false)) : throw Failed(path, await output.ConfigureAwait(false), await error.ConfigureAwait(false));
    }

    private IEnumerable<string> Choices(string framework)
    {
        if (project.Configuration.Length > 0) yield return "-p:Configuration=" + project.Configuration;
        if (framework.Length > 0) yield return "-p:TargetFramework=" + framework;
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new InvalidOperationException("The process API returned no process.");
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new ArchRepairException(ExitCode.Environment, "AR0413", $"'dotnet' cannot be started to build the model's project: {exception.Message}", cause: exception);
        }
    }

    // With -getProperty MSBuild prints the properties to its output and everything else to its error stream.
    private static Dictionary<string, string> Read(string output)
    {
        using var json = JsonDocument.Parse(output[Math.Max(0, output.IndexOf('{'))..]);
        var properties = json.RootElement.GetProperty("Properties");
        return Properties.ToDictionary(name => name, name => properties.GetProperty(name).GetString() ?? "", StringComparer.Ordinal);
    }

    private ArchRepairException Failed(string path, string output, string error)
    {
        string[] lines = [.. (error + "\n" + output).Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
        string[] errors = [.. lines.Where(line => line.Contains(": error ", StringComparison.Ordinal) || line.StartsWith("error ", StringComparison.Ordinal)).Distinct()];
        foreach (var line in errors.Length > 0 ? errors : lines) talk.Say(line);
        var shown = errors.Length == 0 ? lines.TakeLast(1) : errors.Take(MostErrors).Select(WithoutProject);
        return new ArchRepairException(ExitCode.Usage, "AR0207", $"{path} does not build: {string.Join(" | ", shown)}{(errors.Length > MostErrors ? $" and {errors.Length - MostErrors} more" : "")}");
    }

    private static string WithoutProject(string line) => line.LastIndexOf(" [", StringComparison.Ordinal) is > 0 and var end && line.EndsWith(']') ? line[..end] : line;
}
