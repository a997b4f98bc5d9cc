using System.CommandLine;
using System.Globalization;
using System.Reflection;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Protocol;
using ArchRepair.Core.Settings;
using ArchRepair.Tool.Caching;
using ArchRepair.Tool.Street;
using ArchRepair.Tool.Terminal;
using ArchRepair.Tool.Workers;

namespace ArchRepair.Tool.CommandLine;

/// <summary>What a command runs with: settings after overrides, how to compute, and where to talk.</summary>
internal sealed record RunContext(
    ArchRepairSettings Settings,
    ComputeSettings Compute,
    WorkerClient Worker,
    ResultCache Cache,
    Talk Talk,
    TextWriter Output,
    string Format,
    string Ci,
    string Command,
    bool IsDryRun)
{
    /// <summary>Where a build system wants to be told what was read and written.</summary>
    public FileLists Lists { get; init; } = new(null, null);

    public static string ToolVersion { get; } =
        typeof(RunContext).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    /// <summary>Command line &gt; environment &gt; settings file &gt; default.</summary>
    /// <exception cref="ArchRepairException">Settings or options are wrong; exit 2.</exception>
    public static RunContext Create(ParseResult parsed, CommonOptions options, ToolEnvironment environment)
    {
        var settings = SettingsReader.Read(options.Project.SettingsFile(parsed, options.Config), options.Project.Read(parsed));
        if ((parsed.GetValue(options.Weights) ?? environment.Weights) is { } weights)
            settings = settings with { Model = settings.Model with { Weights = Path.GetFullPath(weights) } };
        if ((parsed.GetValue(options.Baseline) ?? environment.Baseline) is { } baseline)
            settings = settings with { BaselinePath = Path.GetFullPath(baseline) };
        if ((parsed.GetValue(options.Report) ?? environment.Report) is { } report)
            settings = settings with { Report = settings.Report with { Directory = Path.GetFullPath(report) } };
        if ((parsed.GetValue(options.Images) ?? environment.Images) is { } images)
            settings = settings with { Data = settings.Data with { Images = AtLeast("--images", images, 0) } };
        if ((parsed.GetValue(options.Seed) ?? environment.Seed) is { } seed) settings = settings with { Seed = seed };

        var compute = ComputeOf(parsed, options, environment, settings.Seed);
        var format = parsed.GetRequiredValue(options.Format);
        var ci = CiHost.Detect(parsed.GetRequiredValue(options.Ci), environment);
        var talk = Talk.For(parsed.InvocationConfiguration.Error, parsed.GetRequiredValue(options.Verbosity), format, ci, environment);
        var project = options.Project.HostOf(settings.Model, parsed, talk);
        var worker = new WorkerClient(environment, talk, project);
        var cache = CacheOptions.Of(environment.CacheFolder, environment.HasCache && !parsed.GetValue(options.NoCache), environment.CacheMegabytes);
        return new RunContext(
            settings, compute, worker, new ResultCache(worker, talk, cache), talk, parsed.InvocationConfiguration.Output, format, ci,
            "dotnet archrepair " + string.Join(' ', parsed.Tokens.Select(token => Quote(token.Value))), parsed.GetValue(options.DryRun))
        {
            Lists = new FileLists(parsed.GetValue(options.ListInputs), parsed.GetValue(options.ListOutputs)),
        };
    }

    public static ComputeSettings ComputeOf(ParseResult parsed, CommonOptions options, ToolEnvironment environment, ulong seed)
    {
        var threads = parsed.GetValue(options.Threads) ?? environment.Threads ?? Environment.ProcessorCount;
        return new ComputeSettings(
            environment.LibTorch, environment.CacheFolder, parsed.GetValue(options.Device) ?? environment.Device ?? "cpu",
            AtLeast("--threads", threads, 1), seed, parsed.GetValue(options.Exact));
    }

    private static int AtLeast(string name, int value, int lowest) => value >= lowest
        ? value
        : throw new ArchRepairException(ExitCode.Usage, "AR0105", string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; it must be at least {lowest}."));

    private static string Quote(string text) => text.Contains(' ', StringComparison.Ordinal) ? $"\"{text}\"" : text;
}
