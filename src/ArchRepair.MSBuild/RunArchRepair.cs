using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace ArchRepair.MSBuild;

/// <summary>Starts one command of the tool. The tool prints MSBuild's own error lines; this task passes them on and knows an ending without one.</summary>
public sealed class RunArchRepair : ToolTask
{
    private const string RequiredVersionVariable = "ARCHREPAIR_REQUIRED_VERSION";
    private Process? tool;
    private volatile bool isCancelled;

    /// <summary>check, localize, repair or report.</summary>
    [Required]
    public string Command { get; set; } = "";

    /// <summary>Path of dotnet-archrepair.dll; empty runs <c>dotnet archrepair</c> from the tool manifest or PATH.</summary>
    public string ToolAssembly { get; set; } = "";

    /// <summary>Settings file; for <c>report</c> the result file.</summary>
    public string Settings { get; set; } = "";

    /// <summary>Further options as the command line has them.</summary>
    public string Options { get; set; } = "";

    /// <summary>Folder that the tool runs in.</summary>
    public string Folder { get; set; } = "";

    public string? ModelProject { get; set; }

    public string? ModelType { get; set; }

    /// <summary>Whether <see cref="ModelProject"/> was built by the build that this task runs in.</summary>
    public bool ModelIsBuilt { get; set; }

    /// <summary>Configuration and framework that the model's project was built with.</summary>
    public string? Configuration { get; set; }

    public string? Framework { get; set; }

    public string? Weights { get; set; }

    public string? Baseline { get; set; }

    public string? ReportDirectory { get; set; }

    public string? Images { get; set; }

    public string? Threads { get; set; }

    public string? Seed { get; set; }

    public string? Device { get; set; }

    public string? Verbosity { get; set; }

    public string? BudgetMinutes { get; set; }

    public string? Strategy { get; set; }

    public string? Block { get; set; }

    /// <summary>Of a check: repair where the gate fails. Default: false, never.</summary>
    public bool RepairOnFailure { get; set; }

    /// <summary>Of a check: a repaired model that passes lets the build pass.</summary>
    public bool AcceptRepair { get; set; }

    /// <summary>Of a check: <c>true</c> stops as soon as images in random order decide, <c>false</c> measures all; empty lets settings and CI host say.</summary>
    public string? Fast { get; set; }

    /// <summary>File that the tool lists its input files in.</summary>
    public string? InputList { get; set; }

    /// <summary>File that the tool lists its written files in.</summary>
    public string? OutputList { get; set; }

    /// <summary>Longest run in minutes; 0 for no limit.</summary>
    public double TimeoutMinutes { get; set; }

    /// <summary>Files that the tool wrote, a failing check's reports too.</summary>
    [Output]
    public ITaskItem[] Written =>
        OutputList is { Length: > 0 } list && File.Exists(list) ? [.. File.ReadAllLines(list).Select(path => new TaskItem(path))] : [];

    protected override string ToolName => Path.DirectorySeparatorChar == '\\' ? "dotnet.exe" : "dotnet";

    protected override MessageImportance StandardOutputLoggingImportance => MessageImportance.High;

    protected override MessageImportance StandardErrorLoggingImportance => MessageImportance.High;

    protected override Encoding StandardOutputEncoding => Encoding.UTF8;

    protected override Encoding StandardErrorEncoding => Encoding.UTF8;

    private static string OwnVersion { get; } = FileVersionInfo.GetVersionInfo(typeof(RunArchRepair).Assembly.Location).ProductVersion?.Split('+')[0] ?? "";

    public override bool Execute()
    {
        // A list of an earlier run must not speak for this one.
        if (OutputList is { Length: > 0 } && Command != "report") File.Delete(OutputList);
        if (TimeoutMinutes > 0) Timeout = (int)Math.Min(int.MaxValue, TimeoutMinutes * 60_000);
        EnvironmentVariables = [.. EnvironmentVariables ?? [], $"{RequiredVersionVariable}={OwnVersion}"];
        if (base.Execute()) return true;
        // A tool that was ended for its time is not asked for its errors.
        if (!isCancelled && !Log.HasLoggedErrors)
            LogError("AR0108", $"ArchRepair was ended after {TimeoutMinutes.ToString(CultureInfo.InvariantCulture)} minutes (ArchRepairTimeoutMinutes). What it had finished is whole.");
        return false;
    }

    /// <summary>Asks the tool to stop, as Ctrl-C does; what does not stop in time is killed.</summary>
    public override void Cancel()
    {
        isCancelled = true;
        if (tool is { } process && GentleStop.Ask(process)) process.WaitForExit((int)GentleStop.Patience.TotalMilliseconds);
        base.Cancel();
    }

    // An optional boolean: MSBuild knows none, and anything else must not quietly measure less, or more, than was meant.
    protected override bool ValidateParameters()
    {
        if (Fast is not { Length: > 0 } fast || IsTrue(fast) || string.Equals(fast, "false", StringComparison.OrdinalIgnoreCase)) return base.ValidateParameters();
        LogError("AR0105", $"ArchRepairFast is '{fast}'; it must be true, false, or empty to follow gate.fast of the settings.");
        return false;
    }

    protected override Process StartToolProcess(Process proc) => tool = base.StartToolProcess(proc);

    protected override string GenerateFullPathToTool() =>
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : ToolName;

    protected override string GetWorkingDirectory() => Folder.Length > 0 ? Folder : Directory.GetCurrentDirectory();

    protected override string GenerateCommandLineCommands()
    {
        var line = new CommandLineBuilder();
        AppendTool(line);
        line.AppendSwitch(Command);
        if (Settings.Length > 0) line.AppendFileNameIfNotNull(Settings);
        if (Command == "report") line.AppendSwitchIfNotNull("--output ", NullIfEmpty(ReportDirectory));
        else
        {
            line.AppendSwitch("--format msbuild");
            line.AppendSwitchIfNotNull("--report ", NullIfEmpty(ReportDirectory));
        }

        if (Command == "check")
        {
            line.AppendSwitch(RepairOnFailure ? "--repair" : "--no-repair");
            if (AcceptRepair) line.AppendSwitch("--accept-repair");
            if (Fast is { Length: > 0 } fast) line.AppendSwitch(IsTrue(fast) ? "--fast" : "--no-fast");
        }

        if (ModelIsBuilt)
        {
            line.AppendSwitch("--no-build");
            line.AppendSwitchIfNotNull("--configuration ", NullIfEmpty(Configuration));
            line.AppendSwitchIfNotNull("--framework ", NullIfEmpty(Framework));
        }

        foreach (var (name, value) in new[]
        {
            ("--project", ModelProject), ("--type", ModelType), ("--weights", Weights), ("--baseline", Baseline), ("--images", Images),
            ("--threads", Threads), ("--seed", Seed), ("--device", Device), ("--verbosity", Verbosity), ("--budget-minutes", BudgetMinutes),
            ("--strategy", Strategy), ("--block", Block), ("--list-inputs", InputList), ("--list-outputs", OutputList),
        }) line.AppendSwitchIfNotNull(name + " ", NullIfEmpty(value));
        if (Options.Length > 0) line.AppendTextUnquoted(" " + Options);
        return line.ToString();
    }

    // The exit code alone decides too: a failing gate whose lines were lost must not be green.
    protected override bool HandleTaskExecutionErrors()
    {
        if (isCancelled || Log.HasLoggedErrors) return false;
        if (ExitCode is 130 or 143) LogError("AR0108", "ArchRepair was cancelled. What it had finished is whole; run it again.");
        else if (!ToolAnswers()) LogError("AR0107", NotInstalled());
        else LogError("AR0501", $"ArchRepair ended with exit code {ExitCode} without saying why.");
        return false;
    }

    private void AppendTool(CommandLineBuilder line)
    {
        if (ToolAssembly.Length > 0)
        {
            line.AppendSwitch("exec");
            line.AppendFileNameIfNotNull(ToolAssembly);
        }
        else line.AppendSwitch("archrepair");
    }

    // 'dotnet archrepair' ends with 1 where there is no such command, and so does a gate that failed.
    private bool ToolAnswers()
    {
        var line = new CommandLineBuilder();
        AppendTool(line);
        line.AppendSwitch("--version");
        var start = new ProcessStartInfo(GenerateFullPathToTool(), line.ToString())
        {
            WorkingDirectory = GetWorkingDirectory(),
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start);
        if (process is null) return false;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private string NotInstalled() => ToolAssembly.Length > 0
        ? $"ArchRepairToolAssembly names '{ToolAssembly}', which does not run. Name dotnet-archrepair.dll, or leave the property empty to use the installed tool."
        : $"The tool dotnet-archrepair is not installed for '{GetWorkingDirectory()}'. Run 'dotnet tool restore' where a manifest lists it, else 'dotnet new tool-manifest' and 'dotnet tool install dotnet-archrepair --version {OwnVersion}'.";

    private void LogError(string code, string message) => Log.LogError(null, code, null, null, 0, 0, 0, 0, "{0}", message);

    private static bool IsTrue(string text) => string.Equals(text, "true", StringComparison.OrdinalIgnoreCase);

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
