using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Evaluation;

/// <summary>Mean over space and the linear classifier, in float whatever the form's type is.</summary>
/// <param name="linear">The network's own; not disposed here.</param>
internal sealed class HeadStep(Linear linear) : ChainStep
{
    public override Tensor Run(Tensor input)
    {
        using var pooled = input.mean([2, 3], type: ScalarType.Float32); // [N,C]
        return linear.call(pooled);
    }

    public override void Dispose() { }
}
