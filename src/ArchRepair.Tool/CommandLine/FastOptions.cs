using System.CommandLine;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Settings;

namespace ArchRepair.Tool.CommandLine;

/// <summary>Whether a check stops as soon as its images decide: options, then settings, then what the CI system builds.</summary>
internal sealed class FastOptions
{
    public Option<bool> Fast { get; } = new("--fast") { Description = "Stop as soon as randomly chosen images decide; default in pull requests." };

    public Option<bool> NoFast { get; } = new("--no-fast") { Description = "Measure every image." };

    public void AddTo(Command command)
    {
        command.Options.Add(Fast);
        command.Options.Add(NoFast);
    }

    /// <summary>Resolves <see cref="FastSettings.When"/> to always or never.</summary>
    public RunContext Apply(RunContext context, ParseResult parsed, ToolEnvironment environment) =>
        Apply(context, parsed.GetValue(Fast), parsed.GetValue(NoFast), environment);

    internal static RunContext Apply(RunContext context, bool isForced, bool isForbidden, ToolEnvironment environment)
    {
        if (isForced && isForbidden) throw new ArchRepairException(ExitCode.Usage, "AR0105", "--fast and --no-fast exclude each other.");
        var fast = context.Settings.Fast;
        var isFast = isForced || (!isForbidden && fast.When switch
        {
            FastWhen.Always => true,
            FastWhen.Never => false,
            _ => CiHost.IsPullRequest(environment),
        });
        return context with { Settings = context.Settings with { Fast = fast with { When = isFast ? FastWhen.Always : FastWhen.Never } } };
    }
}
