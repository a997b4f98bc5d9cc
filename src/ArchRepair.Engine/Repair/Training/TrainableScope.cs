using ArchRepair.Engine.Models;
using ArchRepair.Engine.Search;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Repair.Training;

/// <summary>The part of a network that learns, and the cut in front of it: everything before is frozen, so that its output can be cached.</summary>
internal sealed class TrainableScope
{
    private readonly IReadOnlyList<nn.Module> learning;

    /// <param name="model">Gradients are turned off for all of it, then on for the part that learns.</param>
    /// <param name="cut">Index of the block that features enter.</param>
    /// <param name="learning">Modules that learn.</param>
    /// <param name="areNormsFixed">Normalizations keep their statistics instead of following the batches.</param>
    public TrainableScope(ChainClassifier model, int cut, IReadOnlyList<nn.Module> learning, bool areNormsFixed)
    {
        (Model, Cut, this.learning, AreNormsFixed) = (model, cut, learning, areNormsFixed);
        Gates =
        [
            .. Cells.SelectMany(cell => cell.Edges).Select(edge => edge.Gate).OfType<Parameter>(),
            .. Cells.SelectMany(cell => cell.Mixture?.Originals ?? []),
        ];
        var gates = Gates.ToHashSet<Tensor>(ReferenceEqualityComparer.Instance);
        Weights = [.. learning.SelectMany(module => module.parameters()).Where(parameter => !gates.Any(gate => gate.Handle == parameter.Handle))];
        foreach (var parameter in model.parameters()) parameter.requires_grad = false;
        foreach (var parameter in Weights.Concat(Gates)) parameter.requires_grad = true;
        State = StateOf();
    }

    /// <summary>One block, and where the recipe says so the normalizations behind it.</summary>
    public static TrainableScope OfBlock(RepairRun run, Block block)
    {
        var later = run.Recipe.AreLaterNormsTrained
            ? run.Model.Blocks.Skip(block.Index + 1).SelectMany(each => run.Model.ModuleOf(each.Index).modules()).OfType<BatchNorm2d>()
            : [];
        return new(run.Model, block.Index, [run.Model.ModuleOf(block.Index), .. later], run.AreNormsFixed);
    }

    /// <summary>The whole network.</summary>
    public static TrainableScope OfAll(RepairRun run) => new(
        run.Model, cut: 0, run.Model.Everything, run.AreNormsFixed)
    { IsWhole = true };

    public ChainClassifier Model { get; }

    public int Cut { get; }

    public bool AreNormsFixed { get; }

    /// <summary>Whether the whole network learns.</summary>
    public bool IsWhole { get; private init; }

    /// <summary>Cells among what learns.</summary>
    public IEnumerable<CellBlock> Cells => learning.SelectMany(module => module.modules().Prepend(module)).OfType<CellBlock>().Distinct();

    /// <summary>What stochastic gradient descent moves.</summary>
    public IReadOnlyList<Parameter> Weights { get; }

    /// <summary>Gates of a cell that is being searched; else empty.</summary>
    public IReadOnlyList<Parameter> Gates { get; }

    /// <summary>Parameters and statistics that training changes, by their names in the network; live tensors.</summary>
    public IReadOnlyDictionary<string, Tensor> State { get; }

    /// <summary>Normalizations that learn.</summary>
    public IReadOnlyList<BatchNorm2d> Norms =>
        [.. learning.SelectMany(module => module.modules().Prepend(module)).OfType<BatchNorm2d>().Distinct()];

    /// <summary>Frozen parts in evaluation mode, learning parts in training mode.</summary>
    public void StartTraining()
    {
        Model.eval();
        if (AreNormsFixed) return;
        foreach (var module in learning) module.train();
    }

    public void StopTraining() => Model.eval();

    /// <summary>Logits [N,K] of features that enter at the cut.</summary>
    public Tensor Forward(Tensor features) => Model.ForwardSuffix(features, Cut);

    /// <summary>Copies of the state; the caller disposes them.</summary>
    public Dictionary<string, Tensor> Copy()
    {
        using var noGrad = no_grad();
        return State.ToDictionary(entry => entry.Key, entry => entry.Value.clone().DetachFromDisposeScope());
    }

    /// <summary>Puts copied values back.</summary>
    public void Restore(IReadOnlyDictionary<string, Tensor> copy)
    {
        using var noGrad = no_grad();
        foreach (var (name, tensor) in State) tensor.copy_(copy[name]);
    }

    private Dictionary<string, Tensor> StateOf()
    {
        var mine = learning.SelectMany(module => module.state_dict().Values).Select(tensor => tensor.Handle).ToHashSet();
        return Model.state_dict().Where(entry => mine.Contains(entry.Value.Handle)).ToDictionary(entry => entry.Key, entry => entry.Value);
    }
}
