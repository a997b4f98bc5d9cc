using System.CommandLine;
using System.Globalization;

using ArchRepair.Core.Baselines;
using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Gate;
using ArchRepair.Core.Settings;
using ArchRepair.Tool.CommandLine;
using ArchRepair.Tool.Street;

namespace ArchRepair.Tool.Commands;

/// <summary><c>baseline show|accept</c>.</summary>
internal static class BaselineCommand
{
    public static Command Create() => new("baseline", "Shows the recorded baseline, or records the last check as the new one.")
    {
        CreateShow(),
        CreateAccept(),
    };

    private static Command CreateShow()
    {
        var options = new CommonOptions();
        var command = new Command("show", "Shows what the baseline holds.");
        command.Arguments.Add(options.Config);
        command.Options.Add(options.Baseline);
        command.SetAction(parsed =>
        {
            var path = PathOf(parsed, options, out _);
            var baseline = BaselineFile.Read(path)
                ?? throw new ArchRepairException(ExitCode.Inconclusive, "AR0301", $"There is no baseline '{path}'; run 'check', then 'baseline accept'.");
            var output = parsed.InvocationConfiguration.Output;
            var evaluation = baseline.Evaluation;
            output.WriteLine($"{path}");
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"recorded {baseline.RecordedAt:u} by ArchRepair {baseline.ToolVersion}, seed {baseline.Seed}"));
            output.WriteLine($"model    {evaluation.Model.Architecture}, weights SHA-256 {evaluation.Model.WeightsSha256}");
            output.WriteLine($"data     {evaluation.Data.Test}; {evaluation.Data.Corrupted}");
            if (evaluation.Clean is { } clean) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"clean    {clean.Accuracy:P2} of {clean.Images}"));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"mean corrupted {evaluation.MeanCorruptedAccuracy:P2} over {evaluation.Corrupted.Count()} cells"));
            return (int)ExitCode.Passed;
        });
        return command;
    }

    private static Command CreateAccept()
    {
        var options = new CommonOptions();
        var force = new Option<bool>("--force") { Description = "Record even a state that the present baseline's gate fails." };
        var command = new Command("accept", "Records the last check as the new baseline; refuses a worse one without --force.");
        command.Arguments.Add(options.Config);
        command.Options.Add(options.Baseline);
        command.Options.Add(options.Report);
        command.Options.Add(force);
        command.SetAction(parsed =>
        {
            var path = PathOf(parsed, options, out var settings);
            var folder = (parsed.GetValue(options.Report) ?? ToolEnvironment.Process.Report) is { } report ? Path.GetFullPath(report) : settings.Report.Directory;
            var result = ResultFile.Read(Path.Combine(folder, ResultFile.Name));
            if (result.Fast is { } early)
                throw new ArchRepairException(ExitCode.Usage, "AR0309",
                    string.Create(CultureInfo.InvariantCulture, $"The last check took images in random order and measured {early.Seen} of {early.Images}; a baseline needs all in file order. Run 'check --no-fast' first."));
            if (result.Verdict.Outcome == Outcome.Regressed && !parsed.GetValue(force))
                throw new ArchRepairException(ExitCode.Regressed, "AR0304",
                    $"The last check failed the gate ({result.Verdict.Findings[0].Message}); --force records it nevertheless.");
            BaselineFile.Write(path, Baseline.Of(result.Evaluation, RunContext.ToolVersion, result.Provenance.Seed, TimeProvider.System.GetUtcNow()));
            parsed.InvocationConfiguration.Output.WriteLine($"Recorded: {path}. Commit it.");
            return (int)ExitCode.Passed;
        });
        return command;
    }

    private static string PathOf(ParseResult parsed, CommonOptions options, out ArchRepairSettings settings)
    {
        settings = SettingsReader.Read(parsed.GetRequiredValue(options.Config));
        var named = parsed.GetValue(options.Baseline) ?? ToolEnvironment.Process.Baseline;
        return named is not null ? Path.GetFullPath(named) : settings.BaselinePath
            ?? throw new ArchRepairException(ExitCode.Usage, "AR0104", "'gate.baseline' is null: no baseline is configured.", new SourceLocation(settings.File, 0, 0));
    }
}
