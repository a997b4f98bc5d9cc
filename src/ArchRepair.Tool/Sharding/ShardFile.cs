using System.Globalization;
using System.Text.Json;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Files;
using ArchRepair.Core.Protocol;
using ArchRepair.Core.Sharding;

namespace ArchRepair.Tool.Sharding;

/// <summary>The file that a shard leaves and that <c>merge</c> reads.</summary>
internal static class ShardFile
{
    /// <summary>Name of the folder inside the report folder.</summary>
    public const string Folder = "shards";

    public static string NameOf(ShardSpec shard) => string.Create(CultureInfo.InvariantCulture, $"shard-{shard.Index}-of-{shard.Total}.json");

    public static string Write(string folder, ShardResult shard)
    {
        var path = Path.Combine(folder, NameOf(shard.Shard));
        AtomicFile.WriteText(path, CoreJson.Serialize(shard) + "\n");
        return path;
    }

    /// <summary>Reads files, and every <c>shard-*.json</c> in folders and below, as hosts unpack artifacts into folders of their own.</summary>
    /// <exception cref="ArchRepairException">A path does not exist (AR0201), or a file is damaged or newer (AR0202); exit 2.</exception>
    public static IReadOnlyList<(string File, ShardResult Shard)> ReadAll(IEnumerable<string> paths) =>
        [.. paths.SelectMany(Files).Distinct(StringComparer.Ordinal).Select(file => (file, Read(file)))];

    private static IEnumerable<string> Files(string path)
    {
        if (File.Exists(path)) return [Path.GetFullPath(path)];
        if (Directory.Exists(path)) return Directory.EnumerateFiles(Path.GetFullPath(path), "shard-*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
        throw new ArchRepairException(ExitCode.Usage, "AR0201", $"There is no file or folder of shards '{path}'; 'check --shard' writes them into '{Folder}' of its report folder.");
    }

    private static ShardResult Read(string file)
    {
        try
        {
            var shard = CoreJson.Deserialize<ShardResult>(File.ReadAllText(file));
            return shard.Schema <= ShardResult.CurrentSchema && !shard.Shard.Problems().Any()
                ? shard
                : throw new ArchRepairException(ExitCode.Usage, "AR0202", $"The shard '{file}' has schema {shard.Schema}; this version reads up to {ShardResult.CurrentSchema}. Update ArchRepair.");
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw new ArchRepairException(ExitCode.Usage, "AR0202", $"The shard '{file}' is malformed: {exception.Message}", cause: exception);
        }
    }
}
