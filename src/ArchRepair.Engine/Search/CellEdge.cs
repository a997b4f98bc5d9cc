using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ArchRepair.Engine.Search;

/// <summary>One operation between two nodes, behind a gate while the architecture is still being searched.</summary>
internal sealed class CellEdge : Module<Tensor, Tensor>
{
    /// <param name="from">Node it reads.</param>
    /// <param name="to">Node it adds to.</param>
    /// <param name="operation">Becomes this edge's own.</param>
    /// <param name="isGated">Whether a learned gate, zero at first, stands in front of the sum.</param>
    public CellEdge(int from, int to, CellOperation operation, bool isGated)
        : base(nameof(CellEdge))
    {
        (From, To, Operation) = (from, to, operation);
        register_module(operation.GetName(), operation);
        if (!isGated) return;
        Gate = new Parameter(zeros(1).DetachFromDisposeScope());
        Gate.DetachFromDisposeScope();
        register_parameter("gate", Gate);
    }

    public int From { get; }

    public int To { get; }

    public CellOperation Operation { get; }

    /// <summary>Scalar [1]; null once the architecture is discrete.</summary>
    public Parameter? Gate { get; }

    public override Tensor forward(Tensor input)
    {
        if (Gate is null) return Operation.call(input);
        using var output = Operation.call(input);
        return output.mul(Gate);
    }

    // TorchSharp would register every field once more under its own name, and training would step such parameters twice.
    protected override void RegisterComponents()
    {
    }
}
