using System.Text.Json;
using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Files;

namespace ArchRepair.Engine.Corruptions.Writing;

/// <summary>
/// The file that marks a folder as a benchmark of ours: what it holds, so that an interrupted run can go on, and what may be
/// overwritten.
/// </summary>
/// <param name="Identity">What the pixels depend on; a folder holds one benchmark.</param>
/// <param name="Done">For each finished part (an array, or a cell's folder), SHA-256 of its pixels, hexadecimal.</param>
/// <param name="Writing">The part that is being written; it may lie in the folder unfinished.</param>
internal sealed record BenchmarkManifest(BenchmarkIdentity Identity, IReadOnlyDictionary<string, string> Done, string? Writing)
{
    public const string FileName = "archrepair-corrupted.json";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The manifest of a folder; null where the folder is new or empty.</summary>
    /// <exception cref="ArchRepairException">The folder holds something else (AR0206, exit 2).</exception>
    public static BenchmarkManifest? Find(string folder)
    {
        if (File.Exists(folder)) throw Refusal($"{folder} is a file; name a folder for the benchmark.");
        if (!Directory.Exists(folder)) return null;
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            if (Directory.EnumerateFileSystemEntries(folder).Any(entry => !entry.EndsWith(AtomicFile.TemporarySuffix, StringComparison.Ordinal)))
                throw Refusal($"The folder {folder} is not empty and has no {FileName}, so its files are not ours to overwrite; name a new folder.");
            return null;
        }
        try
        {
            return JsonSerializer.Deserialize<BenchmarkManifest>(File.ReadAllBytes(path), Options) is { Identity: not null, Done: not null } manifest
                ? manifest
                : throw new JsonException("fields are missing");
        }
        catch (JsonException problem)
        {
            throw Refusal($"{path} cannot be read ({problem.Message}); name a new folder, or delete this one.");
        }
    }

    public void Save(string folder) => AtomicFile.WriteBytes(Path.Combine(folder, FileName), JsonSerializer.SerializeToUtf8Bytes(this, Options));

    public static ArchRepairException Refusal(string message) => new(ExitCode.Usage, "AR0206", message);
}
