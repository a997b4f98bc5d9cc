using ArchRepair.Engine.Models;

namespace ArchRepair.Engine.Localization;

/// <summary>Where each neuron stands: all neurons of a network in the order of computation, cut into layers and ranked groups.</summary>
/// <param name="Layers">In the order of computation.</param>
/// <param name="Groups">What is ranked: blocks or layers; every one has neurons.</param>
internal sealed record NeuronLayout(IReadOnlyList<LayerSlot> Layers, IReadOnlyList<RankedGroup> Groups)
{
    /// <summary>J, neurons of the whole network.</summary>
    public int Neurons { get; } = Layers.Sum(layer => layer.Count);

    /// <summary>Group of each neuron, [J].</summary>
    public int[] GroupOfNeuron { get; } = [.. Layers.SelectMany(layer => Enumerable.Repeat(layer.Group, layer.Count))];

    /// <summary>Neurons of each group.</summary>
    public int[] GroupSizes { get; } =
        [.. Enumerable.Range(0, Groups.Count).Select(group => Layers.Where(layer => layer.Group == group).Sum(layer => layer.Count))];

    /// <exception cref="ArgumentException">No block of the model shows neurons.</exception>
    public static NeuronLayout Of(ChainClassifier model, LocalizationLevel level)
    {
        var layers = new List<LayerSlot>();
        var groups = new List<RankedGroup>();
        var offset = 0;
        foreach (var block in model.Blocks)
        {
            var neuronLayers = model.NeuronLayersOf(block.Index);
            for (var i = 0; i < neuronLayers.Count; i++)
            {
                var layer = neuronLayers[i];
                if (level == LocalizationLevel.Layer) groups.Add(new RankedGroup(layer.Path, block.IsReplaceable));
                else if (i == 0) groups.Add(new RankedGroup(block.Path, block.IsReplaceable));
                layers.Add(new LayerSlot(layer.Path, groups.Count - 1, offset, layer.Count, layer.Norm is not null));
                offset += layer.Count;
            }
        }
        if (layers.Count == 0)
            throw new ArgumentException(
                $"{model.Specification.Architecture} has no block with neuron layers to localize in. A block is a replaceable unit with one input and one output, such as a residual block; a replacement shows its neurons through {nameof(IObservableBlock)}.",
                nameof(model));
        return new NeuronLayout(layers, groups);
    }
}
