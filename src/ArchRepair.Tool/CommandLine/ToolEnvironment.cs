using System.Globalization;

using ArchRepair.Core.Diagnostics;

namespace ArchRepair.Tool.CommandLine;

/// <summary>Environment variables, read once, at the top.</summary>
internal sealed class ToolEnvironment(Func<string, string?> read)
{
    public static ToolEnvironment Process { get; } = new(Environment.GetEnvironmentVariable);

    public string? Weights => Text("ARCHREPAIR_WEIGHTS");

    public string? Baseline => Text("ARCHREPAIR_BASELINE");

    public string? Report => Text("ARCHREPAIR_REPORT");

    public string? Device => Text("ARCHREPAIR_DEVICE");

    public int? Images => Integer("ARCHREPAIR_IMAGES");

    public int? Threads => Integer("ARCHREPAIR_THREADS");

    public ulong? Seed => Integer("ARCHREPAIR_SEED") is { } seed and >= 0 ? (ulong)seed : null;

    /// <summary>Folder of another libtorch, absolute; empty for none.</summary>
    public string LibTorch => Text("ARCHREPAIR_LIBTORCH") is { } folder ? Path.GetFullPath(folder) : "";

    /// <summary>Version that the calling MSBuild package belongs to; null when nobody insists.</summary>
    public string? RequiredVersion => Text("ARCHREPAIR_REQUIRED_VERSION");

    /// <summary>Path of another worker assembly; empty for the one beside the tool. For tests.</summary>
    public string Worker => Text("ARCHREPAIR_WORKER") ?? "";

    /// <summary>Longest silence of a worker before it counts as hung. Default 300 s: one training step or a load from a cold disk is far below.</summary>
    public TimeSpan Heartbeat => TimeSpan.FromSeconds(Integer("ARCHREPAIR_HEARTBEAT_SECONDS") ?? 300);

    public string CacheFolder => Text("ARCHREPAIR_CACHE") is { } folder
        ? Path.GetFullPath(folder)
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } local
            ? local : Path.GetTempPath(), "archrepair");

    /// <summary>Whether results of earlier runs may be used and kept.</summary>
    public bool HasCache => Text("ARCHREPAIR_NO_CACHE") is null or "0" or "false";

    public int? CacheMegabytes => Integer("ARCHREPAIR_CACHE_MEGABYTES");

    public string? Text(string name) => read(name) is { Length: > 0 } value ? value : null;

    private int? Integer(string name)
    {
        if (Text(name) is not { } text) return null;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= 0) return value;
        throw new ArchRepairException(ExitCode.Usage, "AR0105", $"The environment variable {name} is '{text}'; it must be a whole number of at least 0.");
    }
}
