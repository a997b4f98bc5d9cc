using ArchRepair.Engine.Models;

namespace ArchRepair.Engine.Projects;

/// <summary>A block of a project's model, by names only, so that it holds for every instance of the model.</summary>
/// <param name="Block">Path, kind, channels and stride.</param>
/// <param name="IsCut">Whether all that the model makes of an image passes through the input of this block.</param>
/// <param name="InputRank">Dimensions of its input: 4, or 2 for a head.</param>
/// <param name="InputHeight">Height of its input; 1 for a head.</param>
/// <param name="InputWidth">Width of its input; 1 for a head.</param>
/// <param name="Layers">Its convolutions, in the order of computation.</param>
internal sealed record FoundBlock(
    Block Block, bool IsCut, int InputRank, int InputHeight, int InputWidth, IReadOnlyList<FoundLayer> Layers);

/// <summary>A convolution of a block.</summary>
/// <param name="Path">Of the convolution.</param>
/// <param name="NormPath">Of the normalization that takes its output; null without one.</param>
/// <param name="ShownPath">Of the module whose output is this layer's status: the block, an activation, the normalization, or itself.</param>
/// <param name="IsActivated">Whether what is shown is behind an activation; a ReLU is applied for status where it is not.</param>
internal sealed record FoundLayer(string Path, string? NormPath, string ShownPath, bool IsActivated);
