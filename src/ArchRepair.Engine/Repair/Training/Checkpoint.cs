using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ArchRepair.Core.Results;
using ArchRepair.Engine.Formats;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Repair.Training;

/// <summary>Where a repair stands, besides its tensors.</summary>
/// <param name="Fingerprint">Of everything that must agree for a resumed run to be the same run.</param>
/// <param name="Phase">Name of the phase.</param>
/// <param name="Step">Steps of that phase that are done.</param>
/// <param name="Steps">Steps that were planned for it.</param>
/// <param name="Genotype">The architecture in training; null for the relaxed or the original one.</param>
/// <param name="StartLoss">Loss that explosions are measured against.</param>
/// <param name="Round">0 for the first block of this repair, 1 for the second, …</param>
/// <param name="Blocks">Paths of the blocks of this repair so far, that of this round last.</param>
/// <param name="PoolRows">Most rows of a pool, as it was planned from the time of the first run.</param>
/// <param name="IsCut">Whether time cut an earlier phase short.</param>
/// <param name="Guard">What the watch over the search has seen.</param>
/// <param name="Sums">Losses since the last look.</param>
internal sealed record CheckpointHeader(
    string Fingerprint,
    string Phase,
    int Step,
    int Steps,
    double ElapsedSeconds,
    double StartLoss,
    Genotype? Genotype,
    IReadOnlyList<CurvePoint> Curve,
    IReadOnlyList<AlphaPoint> Alphas,
    IReadOnlyList<string> Notes,
    int Round,
    IReadOnlyList<string> Blocks,
    int PoolRows,
    bool IsCut,
    GuardHistory Guard,
    LossSums Sums);

/// <summary>
/// One checkpoint in a folder: a safetensors file with the header as JSON in its metadata, written whole or not at all. From the second
/// block on, the network as the earlier blocks left it lies beside it.
/// </summary>
internal static class Checkpoint
{
    private const string FileName = "repair.checkpoint.safetensors";
    private const string HeaderKey = "archrepair.checkpoint";

    public static void Write(string folder, CheckpointHeader header, IEnumerable<KeyValuePair<string, Tensor>> tensors) =>
        SafetensorsFile.Write(
            PathIn(folder),
            [.. tensors.Select(entry => TensorConversion.FromTensor(entry.Key, entry.Value))],
            new Dictionary<string, string> { [HeaderKey] = JsonSerializer.Serialize(header, CheckpointJson.Default.CheckpointHeader) });

    /// <summary>The file of the network that a round started from.</summary>
    public static string RoundPath(string folder, int round) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"repair.round{round}.safetensors"));

    /// <summary>Whether there is a checkpoint in a folder, of whatever run.</summary>
    public static bool Exists(string folder) => File.Exists(PathIn(folder));

    /// <summary>The checkpoint in a folder; null without one or when it belongs to another run.</summary>
    /// <exception cref="MalformedFileException">The file is damaged.</exception>
    public static (CheckpointHeader Header, StoredWeights Tensors)? Read(string folder, string fingerprint)
    {
        if (!File.Exists(PathIn(folder))) return null;
        var stored = WeightsFile.Read(PathIn(folder));
        if (!stored.Metadata.TryGetValue(HeaderKey, out var json)) return null;
        var header = JsonSerializer.Deserialize(json, CheckpointJson.Default.CheckpointHeader);
        if (header?.Fingerprint != fingerprint) return null;
        return header.Round == 0 || File.Exists(RoundPath(folder, header.Round)) ? (header, stored) : null;
    }

    /// <summary>Removes the checkpoint of a run that is done.</summary>
    public static void Remove(string folder)
    {
        if (File.Exists(PathIn(folder))) File.Delete(PathIn(folder));
        RemoveRounds(folder, except: -1);
    }

    /// <summary>Removes networks of rounds but one.</summary>
    public static void RemoveRounds(string folder, int except)
    {
        if (!Directory.Exists(folder)) return;
        foreach (var file in Directory.EnumerateFiles(folder, "repair.round*.safetensors").Where(file => file != RoundPath(folder, except))) File.Delete(file);
    }

    /// <summary>Copies stored tensors into live ones of the same names behind a prefix.</summary>
    /// <exception cref="InvalidDataException">One is missing or has another shape.</exception>
    public static void Load(StoredWeights stored, string prefix, IEnumerable<KeyValuePair<string, Tensor>> targets)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var byName = stored.ByName();
        foreach (var (name, target) in targets)
        {
            if (!byName.TryGetValue(prefix + name, out var tensor) || !tensor.Shape.SequenceEqual(target.shape))
                throw new InvalidDataException($"The checkpoint has no {prefix}{name} of shape [{string.Join(", ", target.shape)}].");
            target.copy_(tensor.ToTensor());
        }
    }

    /// <summary>Names for tensors that have none: their places.</summary>
    public static IEnumerable<KeyValuePair<string, Tensor>> Named(string prefix, IReadOnlyList<Tensor> tensors) =>
        tensors.Select((tensor, index) => KeyValuePair.Create(prefix + index.ToString(CultureInfo.InvariantCulture), tensor));

    private static string PathIn(string folder) => Path.Combine(folder, FileName);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(CheckpointHeader))]
internal sealed partial class CheckpointJson : JsonSerializerContext;
