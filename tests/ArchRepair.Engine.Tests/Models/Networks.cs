using ArchRepair.Engine.Models;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Tests.Models;

/// <summary>Networks and images for tests, the same in every run.</summary>
internal static class Networks
{
    public static ChainClassifier Create(string architecture, int classes = 10, ulong seed = 1) =>
        ArchitectureCatalog.Create(new ModelSpecification(architecture, classes, Normalization.ImageNet, 32), seed);

    /// <summary>[N,3,size,size], normal.</summary>
    public static Tensor Images(int count, int size, ulong seed = 2)
    {
        using var generator = new Generator(seed);
        return randn([count, 3, size, size], generator: generator);
    }
}
