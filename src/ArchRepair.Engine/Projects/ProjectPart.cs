using ArchRepair.Engine.Models;
using ArchRepair.Engine.Search;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ArchRepair.Engine.Projects;

/// <summary>A block in one instance of a project's model.</summary>
/// <param name="module">The project's own; what its code calls.</param>
/// <param name="layers">Its convolutions.</param>
internal sealed class ProjectPart(FoundBlock found, Module<Tensor, Tensor> module, IReadOnlyList<NeuronLayer> layers)
{
    public FoundBlock Found { get; } = found;

    public Module<Tensor, Tensor> Module { get; } = module;

    public IReadOnlyList<NeuronLayer> Layers { get; } = layers;

    /// <summary>Operations added to the block's output; null when it is as the project made it.</summary>
    public CellBlock? Cell { get; set; }
}
