namespace ArchRepair.Core.Results;

/// <summary>What <c>inspect</c> shows of a network.</summary>
/// <param name="Architecture">Its name, "resnet20".</param>
/// <param name="Classes">Number of answers.</param>
/// <param name="InputSize">Height and width in pixels of the image that the shapes and costs are for.</param>
/// <param name="Parameters">Trainable numbers in all.</param>
/// <param name="MultiplyAdds">Multiply-adds of all convolutions and linear layers for one image.</param>
/// <param name="Blocks">The chain, from stem to head.</param>
public sealed record ModelDescription(
    string Architecture,
    int Classes,
    int InputSize,
    long Parameters,
    long MultiplyAdds,
    IReadOnlyList<LayerDescription> Blocks);
