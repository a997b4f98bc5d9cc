using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Settings;

namespace ArchRepair.Tool.Street;

/// <summary>What becomes of the checkpoint of an interrupted repair.</summary>
internal enum RepairResumption
{
    /// <summary>Continued where it fits, else started anew: what <c>check</c> does.</summary>
    WherePossible,

    /// <summary>Nothing may lie there.</summary>
    None,

    /// <summary>Continued, or an error.</summary>
    Required,

    /// <summary>Thrown away.</summary>
    Restart,
}

/// <summary>The checkpoint of a repair, as the command line sees it.</summary>
internal static class RepairCheckpoint
{
    /// <summary>Folder of the checkpoint of the settings' repair.</summary>
    public static string FolderOf(ArchRepairSettings settings) => Path.Combine(settings.Report.Directory, "repair", "checkpoint");

    /// <summary>Refuses, before anything is computed, what cannot be done.</summary>
    /// <exception cref="ArchRepairException">Nothing to resume (AR0230), or something that would be lost (AR0231); exit 2.</exception>
    public static void Prepare(ArchRepairSettings settings, RepairResumption resumption)
    {
        var folder = FolderOf(settings);
        var isThere = Directory.Exists(folder) && Directory.EnumerateFiles(folder, "repair.checkpoint.*").Any();
        if (resumption == RepairResumption.Required && !isThere)
            throw new ArchRepairException(ExitCode.Usage, "AR0230", $"--resume: there is no checkpoint in '{folder}'; no repair with this report.directory was interrupted.");
        if (resumption == RepairResumption.None && isThere)
            throw new ArchRepairException(ExitCode.Usage, "AR0231", $"An interrupted repair lies in '{folder}'; continue it with --resume, or start anew with --restart.");
        if (resumption == RepairResumption.Restart && isThere) Directory.Delete(folder, recursive: true);
    }
}
