using System.CommandLine;

using ArchRepair.Core.Settings;
using ArchRepair.Tool.Projects;
using ArchRepair.Tool.Terminal;

namespace ArchRepair.Tool.CommandLine;

/// <summary>Options that name the C# project of a model instead of the settings file's.</summary>
internal sealed class ProjectOptions
{
    public Option<string?> Project { get; } = new("--project") { Description = "C# project that defines the model, its folder, or its built .dll; instead of model.project." };

    public Option<string?> Type { get; } = new("--type") { Description = "Full name of the model's type instead of model.type." };

    public Option<string?> Factory { get; } = new("--factory") { Description = "Static method of that type that makes the model instead of model.factory." };

    public Option<string?> Configuration { get; } = new("--configuration", "-c") { Description = "Build configuration of the project, e.g. Release." };

    public Option<string?> Framework { get; } = new("--framework", "-f") { Description = "Target framework of a project that has several." };

    public Option<bool> NoBuild { get; } = new("--no-build") { Description = "Use what the project's last build left." };

    public IReadOnlyList<Option> All => [Project, Type, Factory, Configuration, Framework, NoBuild];

    public ModelOverride Read(ParseResult parsed) => new(
        parsed.GetValue(Project), parsed.GetValue(Type), parsed.GetValue(Factory), parsed.GetValue(Configuration), parsed.GetValue(Framework));

    /// <summary>Where workers for this model run; null for an architecture of the catalog.</summary>
    public ProjectHost? HostOf(ModelSettings model, ParseResult parsed, Talk talk) =>
        model.Project is { } project ? new ProjectHost(project, parsed.GetValue(NoBuild), talk) : null;

    /// <summary>The settings file: the one named, else that of the current folder, else the one beside the named project.</summary>
    public string SettingsFile(ParseResult parsed, Argument<string> config)
    {
        var named = parsed.GetRequiredValue(config);
        if (parsed.GetResult(config) is { Implicit: false } || File.Exists(named) || parsed.GetValue(Project) is not { } project) return named;
        var folder = Directory.Exists(project) ? project : Path.GetDirectoryName(Path.GetFullPath(project))!;
        var beside = Path.Combine(folder, named);
        return File.Exists(beside) ? beside : named;
    }
}
