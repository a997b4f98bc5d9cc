using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

using ArchRepair.Core.Baselines;
using ArchRepair.Core.Results;
using ArchRepair.Core.Sharding;

namespace ArchRepair.Core.Protocol;

/// <summary>How our records look as JSON: camelCase, enums by name, numbers invariant.</summary>
public static class CoreJson
{
    /// <summary>For files that people read and compare.</summary>
    public static JsonSerializerOptions Indented { get; } = new(CoreJsonContext.Default.Options) { WriteIndented = true };

    public static string Serialize<T>(T value, bool isIndented = false) =>
        JsonSerializer.Serialize(value, TypeInfo<T>(isIndented ? Indented : CoreJsonContext.Default.Options));

    /// <exception cref="JsonException">The text is not such a record.</exception>
    public static T Deserialize<T>(string text) =>
        JsonSerializer.Deserialize(text, TypeInfo<T>(CoreJsonContext.Default.Options))
        ?? throw new JsonException($"The JSON is null; a {typeof(T).Name} was expected.");

    private static JsonTypeInfo<T> TypeInfo<T>(JsonSerializerOptions options) => (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
}

// Source generation: no reflection at start, which is where a command line spends its first tenth of a second.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(CheckResult))]
[JsonSerializable(typeof(Baseline))]
[JsonSerializable(typeof(ArchRepair.Core.Fast.FastRequest))]
[JsonSerializable(typeof(PackedBaseline))]
[JsonSerializable(typeof(Genotype))]
[JsonSerializable(typeof(HistoryLine))]
[JsonSerializable(typeof(WorkerRequest))]
[JsonSerializable(typeof(WorkerResponse))]
[JsonSerializable(typeof(WorkerLine))]
[JsonSerializable(typeof(ShardResult))]
internal sealed partial class CoreJsonContext : JsonSerializerContext;
