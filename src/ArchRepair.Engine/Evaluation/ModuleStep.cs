using static TorchSharp.torch;

namespace ArchRepair.Engine.Evaluation;

/// <summary>A block that has no faster form: the module itself, in float.</summary>
/// <param name="module">The network's own; not disposed here.</param>
internal sealed class ModuleStep(nn.Module<Tensor, Tensor> module) : ChainStep
{
    public override Tensor Run(Tensor input)
    {
        using var scope = NewDisposeScope();
        var output = module.call(input.to(ScalarType.Float32));
        return ChannelsLast.Of(output.to(input.dtype)).MoveToOuterDisposeScope();
    }

    public override void Dispose() { }
}
