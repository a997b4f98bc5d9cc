namespace ArchRepair.Engine.Models;

/// <summary>
/// The 6n+2 layer residual networks for 32×32 images: 3×3 stem, three stages of n basic blocks with 16, 32 and 64 channels,
/// shortcuts without parameters (option A). He et al. (2016), arXiv 1512.03385, section 4.2.
/// </summary>
internal static class CifarResNet
{
    /// <param name="specification">What to build.</param>
    /// <param name="layers">6n + 2.</param>
    public static ChainClassifier Build(ModelSpecification specification, int layers)
    {
        var chain = new ChainBuilder();
        chain.AddStem(outputs: 16, kernelSize: 3, stride: 1, isPooled: false);
        foreach (var (stage, width) in new[] { 16, 32, 64 }.Index())
        {
            for (var index = 0; index < (layers - 2) / 6; index++)
            {
                var stride = stage > 0 && index == 0 ? 2 : 1;
                var block = new BasicBlock(chain.Channels, width, stride, ShortcutKind.PaddedSlice);
                chain.Add($"layer{stage + 1}.{index}", BlockKind.BasicBlock, block, width, stride);
            }
        }
        return chain.Finish(specification, linearName: "linear");
    }
}
