using ArchRepair.Core.Diagnostics;
using TorchSharp;

namespace ArchRepair.Engine.Models;

/// <summary>Every architecture by name; adding one is one class and one line here.</summary>
public static class ArchitectureCatalog
{
    private static readonly Dictionary<string, Func<ModelSpecification, ChainClassifier>> Builders = new(StringComparer.Ordinal)
    {
        ["resnet8"] = specification => CifarResNet.Build(specification, layers: 8),
        ["resnet14"] = specification => CifarResNet.Build(specification, layers: 14),
        ["resnet20"] = specification => CifarResNet.Build(specification, layers: 20),
        ["resnet32"] = specification => CifarResNet.Build(specification, layers: 32),
        ["resnet44"] = specification => CifarResNet.Build(specification, layers: 44),
        ["resnet56"] = specification => CifarResNet.Build(specification, layers: 56),
        ["resnet110"] = specification => CifarResNet.Build(specification, layers: 110),
        ["resnet18"] = specification => ResNet.Build(specification, BlockKind.BasicBlock, [2, 2, 2, 2], isCifarStem: false),
        ["resnet34"] = specification => ResNet.Build(specification, BlockKind.BasicBlock, [3, 4, 6, 3], isCifarStem: false),
        ["resnet50"] = specification => ResNet.Build(specification, BlockKind.Bottleneck, [3, 4, 6, 3], isCifarStem: false),
        ["resnet101"] = specification => ResNet.Build(specification, BlockKind.Bottleneck, [3, 4, 23, 3], isCifarStem: false),
        ["resnet18-cifar"] = specification => ResNet.Build(specification, BlockKind.BasicBlock, [2, 2, 2, 2], isCifarStem: true),
        ["resnet34-cifar"] = specification => ResNet.Build(specification, BlockKind.BasicBlock, [3, 4, 6, 3], isCifarStem: true),
        ["resnet50-cifar"] = specification => ResNet.Build(specification, BlockKind.Bottleneck, [3, 4, 6, 3], isCifarStem: true),
        ["resnet101-cifar"] = specification => ResNet.Build(specification, BlockKind.Bottleneck, [3, 4, 23, 3], isCifarStem: true),
    };

    /// <summary>All names, small networks first within their family.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Builders.Keys];

    private static readonly HashSet<string> ImageNetNames = ["resnet18", "resnet34", "resnet50", "resnet101"];

    /// <summary>Why <paramref name="name"/> names no architecture, with the nearest name; null when it names one.</summary>
    public static string? Problem(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Builders.ContainsKey(name) ? null : $"there is no architecture '{name}'; {NearestName.Hint(name, Names)}";
    }

    /// <summary>Height and width in pixels of the images that an architecture was designed for.</summary>
    public static int UsualInputSize(string name) => ImageNetNames.Contains(name) ? 224 : 32;

    /// <summary>Builds a network with the customary random start.</summary>
    /// <param name="specification">Must have no <see cref="ModelSpecification.Problems"/>.</param>
    /// <param name="seed">Same seed, same weights.</param>
    /// <returns>In training mode, on the CPU, float; a project's model in evaluation mode. The caller disposes it.</returns>
    /// <exception cref="ArgumentException">The specification has problems; the message lists them.</exception>
    public static ChainClassifier Create(ModelSpecification specification, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(specification);
        string[] problems = [.. specification.Problems()];
        if (problems.Length > 0) throw new ArgumentException(string.Join(' ', problems), nameof(specification));
        if (specification.Project is { } project) return project.Create(specification, seed);
        using var globalState = torch.get_rng_state();
        var model = Builders[specification.Architecture](specification);
        torch.set_rng_state(globalState); // building draws from the global generator; what others draw from it must not depend on us
        // A network outlives the scope that it is made in.
        foreach (var tensor in model.state_dict().Values) tensor.DetachFromDisposeScope();
        InitialWeights.Draw(model, seed);
        return model;
    }
}
