using static TorchSharp.torch;

namespace ArchRepair.Engine.Evaluation;

/// <summary>The memory order in which a pixel's channels lie side by side; convolutions and pooling are fastest in it.</summary>
internal static class ChannelsLast
{
    /// <returns>The same [N,C,H,W] values in channels-last memory; copied only where they were not.</returns>
    public static Tensor Of(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }
}
