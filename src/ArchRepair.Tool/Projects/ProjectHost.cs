using System.Text.Json;
using System.Text.Json.Nodes;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Files;
using ArchRepair.Core.Settings;
using ArchRepair.Tool.Terminal;

namespace ArchRepair.Tool.Projects;

/// <summary>
/// Lets workers run inside a model project's own dependency graph, the way <c>dotnet ef</c> does it: its deps.json decides which
/// TorchSharp and which native backend there are, and our own assemblies are found beside the worker. Builds at most once.
/// </summary>
internal sealed class ProjectHost(ModelProject project, bool skipsBuild, Talk talk)
{
    /// <summary>Setting that names the assembly to a worker; the same as <c>ProjectModel.AssemblySetting</c> there.</summary>
    private const string AssemblySetting = "ArchRepair.ModelAssembly";

    private Task<ProjectGraph>? graph;

    /// <summary>Builds the project if need be.</summary>
    /// <exception cref="ArchRepairException">It does not build, or cannot be used.</exception>
    public Task<ProjectGraph> PrepareAsync(CancellationToken cancellation) => graph ??= new ProjectBuild(project, skipsBuild, talk).RunAsync(cancellation);

    /// <summary>Arguments of <c>dotnet exec</c> in front of the worker.</summary>
    /// <param name="folder">For the runtime configuration that is written.</param>
    public async Task<IReadOnlyList<string>> HostArgumentsAsync(string folder, CancellationToken cancellation)
    {
        var built = await PrepareAsync(cancellation).ConfigureAwait(false);
        var config = Path.Combine(folder, "worker.runtimeconfig.json");
        AtomicFile.WriteText(config, RuntimeConfig(built).ToJsonString());
        string[] packages = built.PackageFolder.Length > 0 ? ["--additionalprobingpath", built.PackageFolder] : [];
        return ["--depsfile", built.DependencyFile, "--runtimeconfig", config, .. packages];
    }

    // The project's frameworks and settings, on the runtime that this tool runs on: a net8.0 model runs on .NET 10, our worker not on 8.
    private static JsonObject RuntimeConfig(ProjectGraph graph)
    {
        var own = File.Exists(graph.RuntimeConfig) ? Read(graph.RuntimeConfig)?["runtimeOptions"] as JsonObject : null;
        var version = $"{Environment.Version.Major}.{Environment.Version.Minor}.0";
        var frameworks = new JsonArray(new JsonObject { ["name"] = "Microsoft.NETCore.App", ["version"] = version });
        JsonNode?[] named = [own?["framework"], .. own?["frameworks"] as JsonArray ?? []];
        foreach (var framework in named.OfType<JsonObject>().Where(framework => framework["name"]?.GetValue<string>() != "Microsoft.NETCore.App"))
            frameworks.Add(framework.DeepClone());
        var properties = own?["configProperties"]?.DeepClone() as JsonObject ?? [];
        properties["System.Globalization.Invariant"] = true;
        properties[AssemblySetting] = graph.Assembly;
        return new JsonObject { ["runtimeOptions"] = new JsonObject { ["frameworks"] = frameworks, ["rollForward"] = "Major", ["configProperties"] = properties } };
    }

    private static JsonNode? Read(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(path), documentOptions: new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        }
        catch (JsonException problem)
        {
            throw new ArchRepairException(ExitCode.Environment, "AR0413", $"'{path}' cannot be read: {problem.Message} Build the project again.", cause: problem);
        }
    }
}
