using ArchRepair.Engine.Models;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Evaluation;

/// <summary>The network's own forward pass, on its own device: the reference that all other forms are compared with.</summary>
/// <param name="model">In evaluation mode; stays the caller's.</param>
internal sealed class EagerForm(ChainClassifier model) : InferenceForm
{
    public override string Name => "eager";

    public override Tensor Logits(Tensor images)
    {
        using var scope = NewDisposeScope();
        var parameter = model.parameters().First();
        var input = images.contiguous().to(parameter.dtype, parameter.device); // [N,3,H,W]
        return model.call(input).to(ScalarType.Float32, CPU).contiguous().MoveToOuterDisposeScope();
    }

    public override void Dispose() { }
}
