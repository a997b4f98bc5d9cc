using static TorchSharp.torch;

namespace ArchRepair.Engine.Models;

/// <summary>A block that shows its inner activations. A replacement block implements it to stay visible to localization.</summary>
public interface IObservableBlock
{
    /// <summary>Layers in the order of computation, with paths relative to the block ("conv1").</summary>
    IReadOnlyList<NeuronLayer> NeuronLayers { get; }

    /// <summary>Computes what <c>forward</c> does, and shows each layer's activation under its relative path.</summary>
    /// <param name="input">[N,C,H,W]; stays the caller's.</param>
    /// <param name="observer">Null to watch nothing.</param>
    /// <returns>[N,C',H',W'], in the caller's dispose scope.</returns>
    Tensor ForwardObserved(Tensor input, ActivationObserver? observer);
}
