using System.Text.Json;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Files;
using ArchRepair.Core.Protocol;

namespace ArchRepair.Core.Baselines;

/// <summary>The committed file of a baseline.</summary>
public static class BaselineFile
{
    /// <returns>The baseline, or null when the file does not exist.</returns>
    /// <exception cref="ArchRepairException">The file is damaged or newer than this version (AR0305, exit 3).</exception>
    public static Baseline? Read(string path)
    {
        if (!File.Exists(path)) return null;
        try
        {
            var text = File.ReadAllText(path);
            using var document = JsonDocument.Parse(text);
            var schema = document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("schema", out var value) && value.TryGetInt32(out var number) ? number : 0;
            if (schema > Baseline.CurrentSchema)
                throw Unusable(path, $"its schema is {schema}; this version reads up to {Baseline.CurrentSchema}. Update ArchRepair.");
            if (schema < 1) throw Unusable(path, "it has no schema number; it is not a baseline.");
            return schema == 1 ? CoreJson.Deserialize<Baseline>(text) : CoreJson.Deserialize<PackedBaseline>(text).Unpack();
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Unusable(path, exception.Message, exception);
        }
    }

    /// <summary>Writes the file whole or not at all, in the present schema.</summary>
    public static void Write(string path, Baseline baseline) =>
        AtomicFile.WriteText(path, CoreJson.Serialize(PackedBaseline.Of(baseline), isIndented: true) + "\n");

    private static ArchRepairException Unusable(string path, string reason, Exception? cause = null) =>
        new(ExitCode.Inconclusive, "AR0305", $"The baseline '{path}' cannot be used: {reason}", cause: cause);
}
