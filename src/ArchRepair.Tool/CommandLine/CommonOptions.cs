using System.CommandLine;

namespace ArchRepair.Tool.CommandLine;

/// <summary>Options that every computing command has.</summary>
internal sealed class CommonOptions
{
    public Argument<string> Config { get; } = new("config")
    {
        Description = "Settings file.",
        DefaultValueFactory = _ => "archrepair.json",
    };

    public Option<string?> Weights { get; } = new("--weights") { Description = "Weights file instead of model.weights." };

    public Option<string?> Baseline { get; } = new("--baseline") { Description = "Baseline file instead of gate.baseline." };

    public Option<string?> Report { get; } = new("--report") { Description = "Report folder instead of report.directory." };

    public Option<int?> Images { get; } = new("--images") { Description = "At most so many images a cell." };

    public Option<int?> Threads { get; } = new("--threads") { Description = "Threads to compute with; all cores by default." };

    public Option<ulong?> Seed { get; } = new("--seed") { Description = "Seed of everything random; the settings' or 0 by default." };

    public Option<string?> Device { get; } = new("--device") { Description = "cpu (default), cuda, cuda:N or auto." };

    public Option<string> Format { get; } = Choice("--format", "text, json or msbuild: how the result is printed.", "text", "json", "msbuild");

    public Option<string> Verbosity { get; } = Choice("--verbosity", "quiet, normal or detailed.", "normal", "quiet", "detailed");

    public Option<string> Ci { get; } = Choice("--ci", "none, github, azure, gitlab; detected by default.", "auto", "none", "github", "azure", "gitlab");

    public Option<bool> Exact { get; } = new("--exact") { Description = "Force the plain reference form of the model." };

    public Option<bool> NoCache { get; } = new("--no-cache") { Description = "Measure everything afresh, and keep nothing for later runs." };

    public Option<string?> ListInputs { get; } = new("--list-inputs") { Description = "For build systems: write the paths of all files that were read into this file." };

    public Option<string?> ListOutputs { get; } = new("--list-outputs") { Description = "For build systems: write the paths of all files that were written into this file." };

    public Option<bool> DryRun { get; } = new("--dry-run") { Description = "Print what would be measured, and stop." };

    public ProjectOptions Project { get; } = new();

    public void AddTo(Command command, bool hasDryRun = true)
    {
        command.Arguments.Add(Config);
        Option[] options = [Weights, Baseline, Report, Images, Threads, Seed, Device, Format, Verbosity, Ci, Exact, NoCache, ListInputs, ListOutputs, .. Project.All];
        foreach (var option in options) command.Options.Add(option);
        if (hasDryRun) command.Options.Add(DryRun);
    }

    private static Option<string> Choice(string name, string description, string first, params string[] others)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => first };
        option.AcceptOnlyFromAmong([first, .. others]);
        return option;
    }
}
