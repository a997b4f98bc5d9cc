using System.Text.Json;
using System.Text.Json.Serialization;
using ArchRepair.Core.Protocol;
using ArchRepair.Core.Results;
using ArchRepair.Engine.Formats;
using ArchRepair.Engine.Models;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Repair;

/// <summary>A repaired network as one file: its tensors, and the architecture that they need as JSON beside them.</summary>
public static class RepairedModel
{
    /// <summary>Metadata key under which the genotype stands.</summary>
    public const string GenotypeKey = "archrepair.genotype";

    /// <summary>Metadata key under which stands what else is needed to rebuild the network: classes, normalization, input size.</summary>
    public const string SpecificationKey = "archrepair.model";

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
        // What a C# project defines cannot be rebuilt from a file alone.
        if (model.Specification is { Project: null } known)
        {
            var description = new FileSpecification(known.Architecture, known.Classes, known.Normalization.Mean, known.Normalization.StandardDeviation, known.InputSize);
            all[SpecificationKey] = JsonSerializer.Serialize(description, FileSpecificationJson.Default.FileSpecification);
        }
        SafetensorsFile.Write(path, model.state_dict().Select(entry => TensorConversion.FromTensor(entry.Key, entry.Value)), all);
    }

    /// <summary>Loads a repaired network from its file alone.</summary>
    /// <param name="path">A file that <see cref="Write"/> wrote.</param>
    /// <returns>In evaluation mode, on the CPU; takes normalized images [N,3,H,W], see <see cref="ChainClassifier.Specification"/>. The caller disposes it.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="MalformedFileException">The file is damaged, is no repaired model, or its tensors do not fit its architecture.</exception>
    public static ChainClassifier Load(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"The repaired model '{path}' does not exist.", path);
        var stored = WeightsFile.Read(path);
        var (specification, genotype) = Description(path, stored.Metadata);
        return Load(path, stored, specification, genotype);
    }

    /// <summary>Loads a file for a specification that is known.</summary>
    internal static ChainClassifier Load(string path, ModelSpecification specification)
    {
        var stored = WeightsFile.Read(path);
        return Load(path, stored, specification, GenotypeOf(stored.Metadata) ?? new Genotype(specification.Architecture, []));
    }

    private static ChainClassifier Load(string path, StoredWeights stored, ModelSpecification specification, Genotype genotype)
    {
        var model = ArchitectureCatalog.Create(specification);
        try
        {
            GenotypeBuilder.Apply(model, genotype);
            using var scope = NewDisposeScope();
            var problems = WeightsLoader.Load(model, stored.Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.ToTensor(), StringComparer.Ordinal));
            if (problems.Count > 0) throw new MalformedFileException(path, 0, string.Join(' ', problems.Select(problem => problem.Message)));
            model.eval();
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>The specification in a file's metadata; null when there is none.</summary>
    /// <exception cref="JsonException">The text is no specification.</exception>
    public static ModelSpecification? SpecificationOf(IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return metadata.TryGetValue(SpecificationKey, out var json) && JsonSerializer.Deserialize(json, FileSpecificationJson.Default.FileSpecification) is { } known
            ? new ModelSpecification(known.Architecture, known.Classes, new Normalization(known.Mean, known.Std), known.InputSize)
            : null;
    }

    private static (ModelSpecification Specification, Genotype Genotype) Description(string path, IReadOnlyDictionary<string, string> metadata)
    {
        try
        {
            var specification = SpecificationOf(metadata) ?? throw new MalformedFileException(path, 0, $"it has no '{SpecificationKey}' in its metadata, so it was not written by a repair, or the model of a C# project; load it with its architecture's name.");
            string[] problems = [.. specification.Problems()];
            if (problems.Length > 0) throw new MalformedFileException(path, 0, string.Join(' ', problems));
            return (specification, GenotypeOf(metadata) ?? new Genotype(specification.Architecture, []));
        }
        catch (JsonException problem)
        {
            throw new MalformedFileException(path, 0, $"its metadata cannot be read: {problem.Message}");
        }
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

/// <summary>What a file says of its network besides the genotype.</summary>
internal sealed record FileSpecification(string Architecture, int Classes, IReadOnlyList<float> Mean, IReadOnlyList<float> Std, int InputSize);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(FileSpecification))]
internal sealed partial class FileSpecificationJson : JsonSerializerContext;
