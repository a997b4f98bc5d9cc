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
    /// <param name="isShard">
    /// Whether this check is one of several. None of them sees the others' answers, so none can tell when all have enough: a shard
    /// measures everything.
    /// </param>
    /// <exception cref="ArchRepairException">Options contradict each other (AR0105); exit 2.</exception>
    public RunContext Apply(RunContext context, ParseResult parsed, ToolEnvironment environment, bool isShard)
    {
        var isForced = parsed.GetValue(Fast);
        if (isShard && isForced)
            throw new ArchRepairException(ExitCode.Usage, "AR0105", "--fast and --shard exclude each other: a shard cannot tell when the answers of all shards suffice. Drop --fast to measure all in shards, or --shard to stop early in one job.");
        var resolved = Apply(context, isForced, parsed.GetValue(NoFast), environment);
        if (!isShard || resolved.Settings.Fast.When == FastWhen.Never) return resolved;
        var why = context.Settings.Fast.When == FastWhen.Always ? "gate.fast.when is always" : "a pull request is built";
        context.Talk.Say($"Not stopping early, although {why}: a shard measures all of its images, and 'merge' decides.");
        return Apply(context, isForced: false, isForbidden: true, environment);
    }

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
