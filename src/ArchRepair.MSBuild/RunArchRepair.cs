using System;
using System.IO;

using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace ArchRepair.MSBuild;

/// <summary>Starts one command of the tool. The tool prints MSBuild's own error lines; this task only passes them on.</summary>
public sealed class RunArchRepair : ToolTask
{
    /// <summary>check, localize, repair or report.</summary>
    [Required]
    public string Command { get; set; } = "";

    /// <summary>Path of dotnet-archrepair.dll; empty runs <c>dotnet archrepair</c> from the tool manifest or PATH.</summary>
    public string ToolAssembly { get; set; } = "";

    /// <summary>Settings file.</summary>
    public string Settings { get; set; } = "";

    /// <summary>Further options as the command line has them.</summary>
    public string Options { get; set; } = "";

    /// <summary>Folder that relative paths start from.</summary>
    public string Folder { get; set; } = "";

    protected override string ToolName => Path.DirectorySeparatorChar == '\\' ? "dotnet.exe" : "dotnet";

    protected override MessageImportance StandardOutputLoggingImportance => MessageImportance.High;

    protected override MessageImportance StandardErrorLoggingImportance => MessageImportance.High;

    protected override string GenerateFullPathToTool() =>
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : ToolName;

    protected override string GetWorkingDirectory() => Folder.Length > 0 ? Folder : Directory.GetCurrentDirectory();

    protected override string GenerateCommandLineCommands()
    {
        var line = new CommandLineBuilder();
        if (ToolAssembly.Length > 0)
        {
            line.AppendSwitch("exec");
            line.AppendFileNameIfNotNull(ToolAssembly);
        }
        else line.AppendSwitch("archrepair");

        line.AppendSwitch(Command);
        if (Settings.Length > 0) line.AppendFileNameIfNotNull(Settings);
        if (Command != "report") line.AppendSwitch("--format msbuild");
        if (Options.Length > 0) line.AppendTextUnquoted(" " + Options);
        return line.ToString();
    }

    // The exit code alone decides too: a failing gate whose lines were lost must not be green.
    protected override bool HandleTaskExecutionErrors()
    {
        if (!Log.HasLoggedErrors) Log.LogError(null, "AR0501", null, null, 0, 0, 0, 0, "ArchRepair ended with exit code {0} without saying why.", ExitCode);
        return false;
    }
}
