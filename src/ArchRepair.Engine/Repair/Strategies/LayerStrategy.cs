using System.Globalization;
using ArchRepair.Core.Results;
using ArchRepair.Engine.Models;
using ArchRepair.Engine.Repair.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Repair.Strategies;

/// <summary>
/// Trains the weights of one layer: the layer level of the empirical study of Qi et al. 2023 (doi 10.1145/3585005), which takes the
/// layer with the greatest gradients over 100 failures. Ours divides by the norm of the weights, so that layers of different size compare.
/// </summary>
internal sealed class LayerStrategy : IRepairStrategy
{
    private const int Failures = 100;

    public bool NeedsBlock => false;

    public RepairRecord Repair(RepairRun run)
    {
        var (block, layer, name, gradient) = Choose(run);
        var scope = new TrainableScope(run.Model, block.Index, [layer], run.AreNormsFixed);
        run.PrepareProbe(scope.Cut);
        run.Notes.Add(string.Create(CultureInfo.InvariantCulture, $"Layer {name}: the greatest gradient over failures, {gradient:g3} of its weights."));
        var end = TrainingSession.Run(run, scope, TrainingSession.FineTune, share: 1);
        return RepairFinish.Finish(run, scope, [block.Path], end);
    }

    private static (Block Block, nn.Module Layer, string Name, double Gradient) Choose(RepairRun run)
    {
        using var inner = NewDisposeScope();
        var rows = FailureFinder.Find(run, run.Input.Images.Fit, Failures).Failures;
        using var scope = new EvaluationMode(run.Model);
        foreach (var parameter in run.Model.parameters()) parameter.requires_grad = true;
        if (rows.Count > 0)
        {
            var (images, labels) = FailureFinder.Load(run, run.Input.Images.Fit, rows);
            nn.functional.cross_entropy(run.Model.call(images), labels).backward();
        }
        var layers = run.Model.Blocks.SelectMany(block => LayersOf(run.Model, block).Select(layer =>
            (block, layer.Layer, layer.Name, Gradient: GradientOf(layer.Weight)))).ToArray();
        foreach (var parameter in run.Model.parameters()) parameter.grad?.zero_();
        return layers.MaxBy(layer => layer.Gradient);
    }

    private static IEnumerable<(nn.Module Layer, string Name, Tensor Weight)> LayersOf(ChainClassifier model, Block block)
    {
        foreach (var (name, module) in model.ModuleOf(block.Index).named_modules())
        {
            if (module is Conv2d convolution) yield return (module, model.ParameterPrefix(block.Index) + name, convolution.weight!);
            if (module is Linear linear) yield return (module, model.ParameterPrefix(block.Index) + name, linear.weight!);
        }
    }

    private static double GradientOf(Tensor weight)
    {
        using var inner = NewDisposeScope();
        return weight.grad is null ? 0 : weight.grad.norm().item<float>() / (weight.norm().item<float>() + 1e-12);
    }
}
