using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ArchRepair.Engine.Models;

/// <summary>Modules "0", "1", … in a row, whose members can be exchanged without disturbing order or names.</summary>
internal sealed class BlockSequence(string name) : Module<Tensor, Tensor>(name)
{
    /// <summary>Puts <paramref name="module"/> under <paramref name="key"/>: at the end when the key is new, else in the old one's place.</summary>
    public void Set(string key, Module<Tensor, Tensor> module) => _internal_submodules[key] = module;

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return _internal_submodules.values().Cast<Module<Tensor, Tensor>>()
            .Aggregate(input.alias(), (features, module) => module.call(features))
            .MoveToOuterDisposeScope();
    }
}
