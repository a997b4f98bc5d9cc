namespace ArchRepair.Engine.Models;

/// <summary>A unit of a chain with one input and one output.</summary>
/// <param name="Index">Place in the chain, from 0.</param>
/// <param name="Path">Name for users and reports: "stem", "layer1.0", "head". Parameters of stem and head have flat names ("conv1.weight").</param>
/// <param name="Kind">What the architecture put there.</param>
/// <param name="InputChannels">Channels of its input [N,C,H,W].</param>
/// <param name="OutputChannels">Channels of its output [N,C',H',W']; classes for the head.</param>
/// <param name="Stride">Factor by which it shrinks height and width; 0 for the head, which pools over all of it.</param>
/// <param name="IsReplaced">Whether another module stands where the architecture's own block was.</param>
public sealed record Block(
    int Index, string Path, BlockKind Kind, int InputChannels, int OutputChannels, int Stride, bool IsReplaced = false)
{
    /// <summary>Whether <see cref="ChainClassifier.ReplaceBlock"/> accepts it: every block but the head.</summary>
    public bool IsReplaceable => Kind != BlockKind.Head;
}
