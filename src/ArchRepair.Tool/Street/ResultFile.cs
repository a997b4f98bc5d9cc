using System.Text.Json;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Files;
using ArchRepair.Core.Protocol;
using ArchRepair.Core.Results;

namespace ArchRepair.Tool.Street;

/// <summary><c>result.json</c>: what a check leaves for <c>baseline accept</c> and <c>report</c>.</summary>
internal static class ResultFile
{
    public const string Name = "result.json";

    public static void Write(string path, CheckResult result) => AtomicFile.WriteText(path, CoreJson.Serialize(result, isIndented: true) + "\n");

    /// <exception cref="ArchRepairException">The file is missing, damaged or newer than this version; exit 2.</exception>
    public static CheckResult Read(string path)
    {
        if (!File.Exists(path)) throw new ArchRepairException(ExitCode.Usage, "AR0201", $"There is no result '{path}'; run 'dotnet archrepair check' first.");
        try
        {
            var result = CoreJson.Deserialize<CheckResult>(File.ReadAllText(path));
            return result.Schema <= CheckResult.CurrentSchema
                ? result
                : throw new ArchRepairException(ExitCode.Usage, "AR0202", $"The result '{path}' has schema {result.Schema}; this version reads up to {CheckResult.CurrentSchema}. Update ArchRepair.");
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw new ArchRepairException(ExitCode.Usage, "AR0202", $"The result '{path}' is malformed: {exception.Message}", cause: exception);
        }
    }
}
