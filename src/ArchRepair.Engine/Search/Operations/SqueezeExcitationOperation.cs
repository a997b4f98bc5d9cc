using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ArchRepair.Engine.Search.Operations;

/// <summary>Channels weighted by what the whole image shows (Hu et al. 2018), reduction 4: the one operation that sees the global state.</summary>
internal sealed class SqueezeExcitationOperation : CellOperation
{
    private const int Reduction = 4;
    private readonly Linear squeeze;
    private readonly Linear excite;

    public SqueezeExcitationOperation(OperationShape shape)
        : base("squeeze-excitation", shape)
    {
        var inner = Math.Max(shape.Inputs / Reduction, 4);
        squeeze = Linear(shape.Inputs, inner);
        excite = Linear(inner, shape.Inputs);
        register_module("squeeze", squeeze);
        register_module("excite", excite);
        RegisterNorm();
    }

    public override long MultiplyAdds(int height, int width) => squeeze.in_features * squeeze.out_features * 2;

    protected override Tensor Core(Tensor input)
    {
        using var scope = NewDisposeScope();
        var weights = excite.call(squeeze.call(input.mean([2, 3])).relu_()).sigmoid(); // [N,C]
        var weighted = input.mul(weights.unsqueeze(2).unsqueeze(3));
        return ShapeFit.Apply(weighted, Shape).MoveToOuterDisposeScope();
    }
}
