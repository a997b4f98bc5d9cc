using System.Globalization;
using ArchRepair.Core.Results;
using ArchRepair.Engine.Projects;
using ArchRepair.Engine.Search;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Models;

/// <summary>Describes a network by running it once on an empty image and watching every module.</summary>
public static class ModelInspector
{
    private sealed record Watched(long[] OutputShape, long MultiplyAdds);

    /// <summary>Tree of blocks and layers with output shapes, parameters and multiply-adds.</summary>
    /// <param name="model">Comes back in the training mode it had.</param>
    /// <param name="inputSize">Height and width in pixels; null for the size that it was made for.</param>
    /// <remarks>Counted are convolutions and linear layers, as papers do: ResNet-18 has 1.81 G at 224 pixels.</remarks>
    public static ModelDescription Describe(ChainClassifier model, int? inputSize = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        var size = inputSize ?? model.Specification.InputSize;
        var watched = Watch(model, size);
        if (model is ProjectClassifier project) return DescribeProject(project, size, watched);
        LayerDescription[] blocks = [.. model.Blocks.Select(block => DescribeBlock(model, block, watched))];
        return new ModelDescription(
            model.Specification.Architecture, model.Specification.Classes, size,
            blocks.Sum(block => block.Parameters), blocks.Sum(block => block.MultiplyAdds), blocks);
    }

    private static Dictionary<nn.Module, Watched> Watch(ChainClassifier model, int size)
    {
        using var scope = NewDisposeScope();
        using var evaluation = new EvaluationMode(model);
        using var noGrad = inference_mode();
        var watched = new Dictionary<nn.Module, Watched>(ReferenceEqualityComparer.Instance);
        List<Action> removals = [];
        try
        {
            foreach (var module in EveryModule(model).OfType<nn.Module<Tensor, Tensor>>())
            {
                var hook = module.register_forward_hook((self, _, output) =>
                {
                    watched[self] = new Watched(output.shape[1..], MultiplyAdds(self, output.shape));
                    return output;
                });
                removals.Add(hook.remove);
            }
            var parameter = model.parameters().First();
            model.call(zeros([1, 3, size, size], parameter.dtype, parameter.device));
        }
        finally
        {
            foreach (var remove in removals) remove();
        }
        return watched;
    }

    // Stem and head are blocks that are not registered themselves, only their children are.
    private static IEnumerable<nn.Module> EveryModule(ChainClassifier model) =>
        model.Everything.SelectMany(module => (nn.Module[])[module, .. module.modules()])
            .Distinct(ReferenceEqualityComparer.Instance).Cast<nn.Module>();

    private static long MultiplyAdds(nn.Module module, long[] outputShape) => module switch
    {
        Convolution convolution => Product(outputShape) * (convolution.in_channels / convolution.groups) * Product(convolution.kernel_size),
        Linear linear => Product(outputShape) * linear.in_features,
        _ => 0,
    };

    private static LayerDescription DescribeBlock(ChainClassifier model, Block block, Dictionary<nn.Module, Watched> watched)
    {
        var module = model.ModuleOf(block.Index);
        var layer = DescribeLayer(block.Path, model.ParameterPrefix(block.Index), module, watched);
        return layer with { Type = block.IsReplaced ? module.GetName() : block.Kind.ToString(), IsReplaceable = block.IsReplaceable };
    }

    private static ModelDescription DescribeProject(ProjectClassifier model, int size, Dictionary<nn.Module, Watched> watched)
    {
        var blocks = model.Blocks.ToDictionary(block => block.Path, StringComparer.Ordinal);
        var seen = new HashSet<nn.Module>(ReferenceEqualityComparer.Instance);
        LayerDescription[] children = [.. model.Root.named_children().Where(child => seen.Add(child.module)).Select(child => Mark(DescribeLayer(child.name, child.name + ".", child.module, watched)))];
        var (parameters, own) = (model.parameters().Sum(parameter => parameter.numel()), model.Root.parameters(recurse: false).Sum(parameter => parameter.numel()));
        if (own > 0) children = [.. children, new LayerDescription("(its own)", "Parameter", [], own, 0, IsReplaceable: false, [])];
        return new ModelDescription(model.Specification.Architecture, model.Specification.Classes, size, parameters, watched.Values.Sum(layer => layer.MultiplyAdds), children);

        LayerDescription Mark(LayerDescription layer)
        {
            LayerDescription[] parts = [.. layer.Children.Select(Mark)];
            if (!blocks.TryGetValue(layer.Path, out var block)) return layer with { Children = parts };
            if (model.ModuleOf(block.Index) is CellBlock cell)
                parts = [.. parts, .. cell.Edges.Select((edge, index) => DescribeLayer($"{layer.Path}.edge{index}", $"{layer.Path}.edge{index}.", edge, watched))];
            return layer with
            {
                IsReplaceable = block.IsReplaceable,
                Children = parts,
                Parameters = layer.Parameters + parts.Skip(layer.Children.Count).Sum(part => part.Parameters),
                MultiplyAdds = layer.MultiplyAdds + parts.Skip(layer.Children.Count).Sum(part => part.MultiplyAdds),
            };
        }
    }

    private static LayerDescription DescribeLayer(string path, string prefix, nn.Module module, Dictionary<nn.Module, Watched> watched)
    {
        LayerDescription[] children =
            [.. module.named_children().Select(child => DescribeLayer(prefix + child.name, $"{prefix}{child.name}.", child.module, watched))];
        var seen = watched.GetValueOrDefault(module);
        var own = module.parameters(recurse: false).Sum(parameter => parameter.numel());
        return new LayerDescription(
            path, TypeName(module), seen?.OutputShape ?? [], own + children.Sum(child => child.Parameters),
            (seen?.MultiplyAdds ?? 0) + children.Sum(child => child.MultiplyAdds), IsReplaceable: false, children);
    }

    private static string TypeName(nn.Module module) => module is Convolution convolution
        ? string.Create(CultureInfo.InvariantCulture, $"{module.GetName()} {string.Join('×', convolution.kernel_size)}")
        // TorchSharp names it BatchNorm1d, and a container by its C++ type.
        : module is BatchNorm2d or Sequential ? module.GetType().Name : module.GetName();

    private static long Product(IEnumerable<long> values) => values.Aggregate(1L, (product, value) => product * value);
}
