using TorchSharp.Modules;

namespace ArchRepair.Engine.Models;

/// <summary>A convolution whose output channels are the neurons that localization scores.</summary>
/// <param name="Path">Path of the convolution, as its parameters are named: "layer1.0.conv1".</param>
/// <param name="Convolution">Weight [C,C_in/groups,k,k]: row c belongs to neuron c.</param>
/// <param name="Norm">The normalization behind it, or null.</param>
/// <remarks>Parameters are asked of the modules each time, because moving a model to a device replaces them.</remarks>
public sealed record NeuronLayer(string Path, Convolution Convolution, BatchNorm2d? Norm)
{
    /// <summary>Neurons of the layer: output channels.</summary>
    public int Count => (int)Convolution.out_channels;
}
