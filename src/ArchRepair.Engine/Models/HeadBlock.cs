using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ArchRepair.Engine.Models;

/// <summary>Mean over space, then the linear classifier: [N,C,H,W] to logits [N,K].</summary>
internal sealed class HeadBlock : Module<Tensor, Tensor>
{
    /// <param name="inputs">Channels C.</param>
    /// <param name="classes">Answers K.</param>
    /// <param name="linearName">Name of the classifier's parameters: "linear" or "fc".</param>
    public HeadBlock(int inputs, int classes, string linearName)
        : base("head")
    {
        Linear = Linear(inputs, classes);
        register_module(linearName, Linear);
    }

    public Linear Linear { get; }

    public override Tensor forward(Tensor input)
    {
        using var pooled = input.mean([2, 3]); // [N,C]
        return Linear.call(pooled);
    }

    // Everything is registered by the constructor under PyTorch's names; TorchSharp would add each property once more.
    protected override void RegisterComponents() { }
}
