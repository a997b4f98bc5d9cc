using ArchRepair.Core.Protocol;
using ArchRepair.Core.Results;
using ArchRepair.Engine.Formats;
using ArchRepair.Engine.Models;

namespace ArchRepair.Engine.Repair;

/// <summary>A repaired network as one file: its tensors, and the architecture that they need as JSON beside them.</summary>
public static class RepairedModel
{
    /// <summary>Metadata key under which the genotype stands.</summary>
    public const string GenotypeKey = "archrepair.genotype";

    /// <summary>Writes a safetensors file, whole or not at all.</summary>
    /// <param name="path">Target.</param>
    /// <param name="model">Its tensors are written under their names; not changed.</param>
    /// <param name="genotype">What <see cref="GenotypeBuilder.Apply"/> needs to rebuild it.</param>
    /// <param name="metadata">More text to carry along.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, ChainClassifier model, Genotype genotype, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        var all = new Dictionary<string, string>(metadata ?? new Dictionary<string, string>()) { [GenotypeKey] = CoreJson.Serialize(genotype) };
        SafetensorsFile.Write(path, model.state_dict().Select(entry => TensorConversion.FromTensor(entry.Key, entry.Value)), all);
    }

    /// <summary>The genotype of a file that <see cref="Write"/> wrote; null when the file holds an original architecture.</summary>
    /// <param name="metadata">Of the file.</param>
    /// <exception cref="System.Text.Json.JsonException">The text under <see cref="GenotypeKey"/> is no genotype.</exception>
    public static Genotype? GenotypeOf(IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return metadata.TryGetValue(GenotypeKey, out var json) ? CoreJson.Deserialize<Genotype>(json) : null;
    }
}
