namespace ArchRepair.Core.Results;

/// <summary>A block or layer of a network, with what lies inside it.</summary>
/// <param name="Path">"layer1.0" or "layer1.0.conv1".</param>
/// <param name="Type">What it is: "BasicBlock", "Conv2d 3×3", "BatchNorm2d".</param>
/// <param name="OutputShape">Shape for one image, without N: [C,H,W] or [K]; empty when it was not computed as one tensor.</param>
/// <param name="Parameters">Trainable numbers in it and below.</param>
/// <param name="MultiplyAdds">Multiply-adds of its convolutions and linear layers for one image.</param>
/// <param name="IsReplaceable">Whether a repair can put another block in its place.</param>
/// <param name="Children">What lies directly inside.</param>
public sealed record LayerDescription(
    string Path,
    string Type,
    IReadOnlyList<long> OutputShape,
    long Parameters,
    long MultiplyAdds,
    bool IsReplaceable,
    IReadOnlyList<LayerDescription> Children);
