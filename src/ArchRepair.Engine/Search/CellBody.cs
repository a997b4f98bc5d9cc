using ArchRepair.Engine.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ArchRepair.Engine.Search;

/// <summary>
/// The original block, opened up: node 0 is its input, node i the output of its i-th normalized convolution, the last node its
/// output. A block whose inside is unknown has two nodes.
/// </summary>
internal sealed record CellBody(Module<Tensor, Tensor> Original, IReadOnlyList<CellStep> Steps, Shortcut? Shortcut, bool IsPooled)
{
    public int Nodes => Math.Max(Steps.Count, 1) + 1;

    public bool IsOpaque => Steps.Count == 0;

    public static CellBody Of(Module<Tensor, Tensor> original) => original switch
    {
        StemBlock stem => new(stem, [new("conv1", stem.Convolution, stem.Norm)], null, stem.IsPooled),
        BasicBlock basic => new(
            basic, [new("conv1", basic.Convolution1, basic.Norm1), new("conv2", basic.Convolution2, basic.Norm2)], basic.Shortcut, false),
        Bottleneck narrow => new(
            narrow,
            [
                new("conv1", narrow.Convolution1, narrow.Norm1), new("conv2", narrow.Convolution2, narrow.Norm2),
                new("conv3", narrow.Convolution3, narrow.Norm3),
            ],
            narrow.Shortcut, false),
        _ => new(original, [], null, false),
    };

    /// <summary>Every pair of nodes that a search may connect: along each convolution, and from input to output.</summary>
    public IReadOnlyList<(int From, int To)> Pairs =>
        Steps.Count > 1 ? [.. Steps.Select((_, index) => (index, index + 1)), (0, Steps.Count)] : [(0, 1)];

    /// <summary>What an operation between two nodes must map.</summary>
    /// <exception cref="ArgumentException">These nodes cannot be connected.</exception>
    public OperationShape ShapeOf(Block block, int from, int to)
    {
        if (!Pairs.Contains((from, to))) throw new ArgumentException($"Nodes {from} and {to} of {block.Path} cannot be connected.", nameof(from));
        if (IsOpaque || to - from > 1) return new(block.InputChannels, block.OutputChannels, block.Stride);
        var convolution = Steps[from].Convolution;
        return new((int)convolution.in_channels, (int)convolution.out_channels, (int)convolution.stride[0]);
    }
}

/// <summary>One normalized convolution of a block and its name there.</summary>
internal sealed record CellStep(string Name, Conv2d Convolution, BatchNorm2d Norm);
