using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ArchRepair.Engine.Search;

/// <summary>
/// The relaxation of plain DARTS along each convolution of a cell: softmax(α) over the convolution itself and the operations beside it.
/// For comparison only, see <see cref="SearchStart.Softmax"/>.
/// </summary>
internal sealed class SoftmaxMixture : nn.Module
{
    private readonly Parameter[] originals;

    /// <param name="steps">Convolutions of the cell.</param>
    public SoftmaxMixture(int steps)
        : base(nameof(SoftmaxMixture))
    {
        originals = [.. Enumerable.Range(0, steps).Select(_ => new Parameter(zeros(1).DetachFromDisposeScope()))];
        foreach (var (index, alpha) in originals.Index())
        {
            alpha.DetachFromDisposeScope();
            register_parameter($"alpha{index}", alpha);
        }
    }

    /// <summary>α of the convolutions themselves.</summary>
    public IReadOnlyList<Parameter> Originals => originals;

    /// <summary>The mixed output of one convolution and the operations along it, in the caller's dispose scope.</summary>
    public Tensor Mixed(Tensor convolved, Tensor node, int step, IReadOnlyList<CellEdge> edges)
    {
        using var scope = NewDisposeScope();
        var weights = WeightsOf(step, edges); // [1 + O]
        var sum = convolved.mul(weights[0]);
        foreach (var (index, edge) in edges.Index()) sum = sum.add(edge.Operation.call(node).mul(weights[index + 1]));
        return sum.MoveToOuterDisposeScope();
    }

    /// <summary>The same function with plain gates: each convolution takes its weight in, each gate becomes its operation's.</summary>
    public void Settle(IReadOnlyList<CellStep> steps, Func<int, IReadOnlyList<CellEdge>> edgesAlong)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach (var (index, step) in steps.Index())
        {
            var edges = edgesAlong(index);
            var weights = WeightsOf(index, edges);
            step.Convolution.weight!.mul_(weights[0]);
            foreach (var (place, edge) in edges.Index()) edge.Gate!.copy_(weights[place + 1].view(1));
        }
    }

    // TorchSharp would register every field once more under its own name, and training would step such parameters twice.
    protected override void RegisterComponents()
    {
    }

    private Tensor WeightsOf(int step, IReadOnlyList<CellEdge> edges) =>
        functional.softmax(cat([originals[step], .. edges.Select(edge => edge.Gate!)]), 0);
}
