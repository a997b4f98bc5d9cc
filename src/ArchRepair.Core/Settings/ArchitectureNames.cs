namespace ArchRepair.Core.Settings;

/// <summary>Names of the built-in architectures, for those who show or complete them without loading the engine that builds them.</summary>
public static class ArchitectureNames
{
    /// <summary>All names, small networks first within their family.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "resnet8", "resnet14", "resnet20", "resnet32", "resnet44", "resnet56", "resnet110",
        "resnet18", "resnet34", "resnet50", "resnet101", "resnet18-cifar", "resnet34-cifar", "resnet50-cifar", "resnet101-cifar",
    ];
}
