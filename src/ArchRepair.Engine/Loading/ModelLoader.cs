using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Results;
using ArchRepair.Core.Settings;
using ArchRepair.Engine.Formats;
using ArchRepair.Engine.Models;
using ArchRepair.Engine.Projects;
using ArchRepair.Engine.Repair;

using TorchSharp;

namespace ArchRepair.Engine.Loading;

/// <summary>From settings to a network with weights.</summary>
public static class ModelLoader
{
    /// <param name="inputSize">Side of the images in pixels, used where the settings leave it open.</param>
    /// <param name="classNames">Names to use where the settings leave them open.</param>
    /// <exception cref="ArchRepairException">Unknown architecture, missing file, weights that do not fit, or classes that nobody names (exit 2).</exception>
    public static LoadedModel Load(ModelSettings settings, int inputSize, IReadOnlyList<string> classNames)
    {
        var stored = Read(settings.Weights);
        var classes = ClassesOf(settings, classNames);
        var genotype = RepairedModel.GenotypeOf(stored.Metadata);
        var network = Build(settings, classes.Count, inputSize, genotype);
        try
        {
            if (Fill(network, stored) is { Count: > 0 } problems)
                throw new ArchRepairException(ExitCode.Usage, [.. problems.Select(problem => new Diagnostic("AR0203", $"{settings.Weights}: {problem}"))]);
            network.eval();
            var description = ModelInspector.Describe(network, SizeOf(settings, inputSize));
            return new LoadedModel(network, new ModelIdentity(
                settings.Architecture, settings.Weights, stored.Sha256, classes, description.Parameters, description.MultiplyAdds, genotype));
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>Describes a model and lists what the weights lack or have too much; needs no data.</summary>
    public static (ModelDescription Description, IReadOnlyList<string> Problems) Inspect(ModelSettings settings)
    {
        var stored = settings.Weights.Length == 0 ? null : Read(settings.Weights);
        var classes = settings.Classes.Count > 0 ? settings.Classes.Count : 10;
        if (settings is { Project: { } project, Classes.Count: 0 }) classes = ProjectOf(settings, project, null).CountAnswers(NormalizationOf(settings), SizeOf(settings, 0));
        using var network = Build(settings, classes, 0, stored is null ? null : RepairedModel.GenotypeOf(stored.Metadata));
        var problems = stored is null ? [] : Fill(network, stored);
        network.eval();
        return (ModelInspector.Describe(network, SizeOf(settings, 0)), problems);
    }

    // Names and number of the classes are the settings', else the data's; where both name them, they must mean the same by an index.
    private static IReadOnlyList<string> ClassesOf(ModelSettings settings, IReadOnlyList<string> named)
    {
        if (settings.Classes.Count == 0)
        {
            return named.Count > 0 ? named : throw new ArchRepairException(ExitCode.Usage, "AR0204",
                "How many classes the model has is not known: 'model.classes' is not set, and the images come without names of their classes (of a CIFAR folder 'batches.meta.txt', which is not there; IDX and npy files never have any). Set 'model.classes' to the names in the order of the labels, or to their number.");
        }

        var isReordered = !settings.Classes.SequenceEqual(named, StringComparer.Ordinal) && settings.Classes.ToHashSet(StringComparer.Ordinal).SetEquals(named);
        if (!isReordered) return settings.Classes;
        var (index, name) = settings.Classes.Index().First(entry => entry.Item != named[entry.Index]);
        throw new ArchRepairException(ExitCode.Usage, "AR0204",
            $"'model.classes' has the images' classes in another order: class {index} is '{name}', but '{named[index]}' in the images' own list. Every answer would count for another class; list them as the images do ({string.Join(", ", named.Take(3))}, …), or leave 'model.classes' out.");
    }

    private static StoredWeights Read(string path) => File.Exists(path)
        ? WeightsFile.Read(path)
        : throw new ArchRepairException(ExitCode.Usage, "AR0201", $"'model.weights' is '{path}', which does not exist.");

    private static ChainClassifier Build(ModelSettings settings, int classes, int inputSize, Genotype? genotype)
    {
        var specification = new ModelSpecification(settings.Architecture, classes, NormalizationOf(settings), SizeOf(settings, inputSize))
        {
            Project = settings.Project is null ? null : ProjectOf(settings, settings.Project, genotype),
        };
        if (specification.Problems().ToArray() is { Length: > 0 } problems)
            throw new ArchRepairException(ExitCode.Usage, [.. problems.Select(problem => new Diagnostic("AR0103", $"model: {problem}"))]);
        if (genotype is not null && genotype.Architecture != settings.Architecture)
            throw new ArchRepairException(ExitCode.Usage, "AR0203",
                $"{settings.Weights}: these are weights of a repaired '{genotype.Architecture}', but '{(settings.Project is null ? "model.architecture" : "model.type")}' is '{settings.Architecture}'.");
        var network = ArchitectureCatalog.Create(specification);
        try
        {
            if (genotype is not null) GenotypeBuilder.Apply(network, genotype);
            if (settings.Project is null) network.KeepBlocks(settings.Blocks ?? []);
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    // A repaired file brings its blocks along, whatever the settings name.
    private static ProjectModel ProjectOf(ModelSettings settings, ModelProject project, Genotype? genotype)
    {
        var assembly = AppContext.GetData(ProjectModel.AssemblySetting) as string
            ?? throw new InvalidOperationException($"A model of '{project.Path}' needs a process in that project's dependency graph; {ProjectModel.AssemblySetting} is not set.");
        return ProjectModel.Load(assembly, project, settings.Blocks ?? [], [.. genotype?.Blocks.Select(block => block.Path) ?? []]);
    }

    private static Engine.Models.Normalization NormalizationOf(ModelSettings settings) => new(
        [.. settings.Normalization.Mean.Select(value => (float)value)], [.. settings.Normalization.Std.Select(value => (float)value)]);

    // Architectures by name are fully convolutional up to their pooling: the size only sets costs and expectations.
    private static int SizeOf(ModelSettings settings, int inputSize) =>
        settings.InputSize > 0 ? settings.InputSize : inputSize > 0 ? inputSize : settings.Project is null ? ArchitectureCatalog.UsualInputSize(settings.Architecture) : ProjectModel.UsualInputSize;

    private static IReadOnlyList<string> Fill(ChainClassifier network, StoredWeights stored)
    {
        using var scope = torch.NewDisposeScope();
        var tensors = stored.Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.ToTensor(), StringComparer.Ordinal);
        return [.. WeightsLoader.Load(network, tensors).Select(problem => problem.Message)];
    }
}
