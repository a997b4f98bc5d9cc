namespace ArchRepair.Engine.Models;

/// <summary>
/// The residual networks for ImageNet with four stages of 64, 128, 256 and 512 channels and projection shortcuts, as
/// torchvision names them. He et al. (2016), arXiv 1512.03385, table 1. With the CIFAR stem (3×3, stride 1, no pooling) they
/// suit 32×32 images.
/// </summary>
internal static class ResNet
{
    /// <param name="specification">What to build.</param>
    /// <param name="kind">Basic blocks or bottlenecks.</param>
    /// <param name="depths">Blocks of each stage.</param>
    /// <param name="isCifarStem">3×3 stem instead of 7×7 with pooling.</param>
    public static ChainClassifier Build(ModelSpecification specification, BlockKind kind, IReadOnlyList<int> depths, bool isCifarStem)
    {
        var chain = new ChainBuilder();
        if (isCifarStem) chain.AddStem(outputs: 64, kernelSize: 3, stride: 1, isPooled: false);
        else chain.AddStem(outputs: 64, kernelSize: 7, stride: 2, isPooled: true);
        foreach (var (stage, depth) in depths.Index())
        {
            var width = 64 << stage;
            for (var index = 0; index < depth; index++)
            {
                var stride = stage > 0 && index == 0 ? 2 : 1;
                var path = $"layer{stage + 1}.{index}";
                if (kind == BlockKind.Bottleneck)
                    chain.Add(path, kind, new Bottleneck(chain.Channels, width, stride), width * Bottleneck.Expansion, stride);
                else
                    chain.Add(path, kind, new BasicBlock(chain.Channels, width, stride, ShortcutKind.Projection), width, stride);
            }
        }
        return chain.Finish(specification, linearName: "fc");
    }
}
