using static TorchSharp.torch;

namespace ArchRepair.Engine.Models;

/// <summary>Is shown the output of every neuron layer during a forward pass.</summary>
/// <param name="layerPath">Path of the layer, "layer1.0.conv1"; see <see cref="NeuronLayer.Path"/>.</param>
/// <param name="activation">
/// [N,C,H,W] after the activation, part of the autograd graph. It is disposed when its block ends: who wants it longer calls
/// <c>DetachFromDisposeScope()</c> on it and disposes it later. It must not be changed in place.
/// </param>
public delegate void ActivationObserver(string layerPath, Tensor activation);
