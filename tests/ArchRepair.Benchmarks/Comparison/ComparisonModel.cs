using ArchRepair.Core.Results;
using ArchRepair.Engine.Formats;
using ArchRepair.Engine.Models;
using ArchRepair.Engine.Repair;

namespace ArchRepair.Benchmarks.Comparison;

/// <summary>The healthy networks of a comparison, and repaired ones.</summary>
internal static class ComparisonModel
{
    /// <summary>resnet20 of the data folder, or resnet18=FILE.</summary>
    public static ChainClassifier Load(string data, string model) => model.Split('=') switch
    {
        ["resnet20"] => new RepairBenchmarkData(data).LoadModel("resnet20", "resnet20-12fca82f.th"),
        ["resnet18", var file] => Fill(ArchitectureCatalog.Create(
            new ModelSpecification("resnet18-cifar", 10, Normalization.ImageNet, ComparisonData.Side)), file),
        _ => throw new ArgumentException($"'{model}' is no model of the comparison; give resnet20 or resnet18=FILE.", nameof(model)),
    };

    /// <summary>What a repair wrote.</summary>
    public static ChainClassifier Load(ModelSpecification specification, RepairRecord record)
    {
        var model = ArchitectureCatalog.Create(specification);
        GenotypeBuilder.Apply(model, record.Genotype);
        return Fill(model, record.Candidate);
    }

    private static ChainClassifier Fill(ChainClassifier model, string path)
    {
        var tensors = WeightsFile.Read(path).Tensors.ToDictionary(stored => stored.Name, stored => stored.ToTensor());
        var problems = WeightsLoader.Load(model, tensors);
        foreach (var tensor in tensors.Values) tensor.Dispose();
        if (problems.Count > 0) throw new InvalidDataException(string.Join(' ', problems.Select(problem => problem.Message)));
        model.eval();
        return model;
    }
}
