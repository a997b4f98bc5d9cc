using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ArchRepair.Engine.Projects;

/// <summary>
/// Finds blocks in a module tree: units that are called once, with one image tensor in and one out, and that hold convolutions. A
/// unit is taken as a whole unless most of its weights lie in smaller units that are blocks in their own right: a stage is split
/// into its residual blocks, a residual block is not split into its convolutions.
/// </summary>
internal sealed class BlockFinder(ModuleTrace trace, CutTest cuts)
{
    // Share of a unit's weights that must lie in smaller blocks for it to be split.
    private const double SplitShare = 0.5;

    // A plain row of convolutions is one stage up to this many (VGG has at most four a stage); a longer one is split.
    private const int MostConvolutionsOfAStage = 4;

    private readonly BlockUnits units = new(trace);
    private readonly HashSet<Type> wholeTypes = [];

    /// <summary>The blocks of a model whose settings name none, in the order of computation.</summary>
    public IReadOnlyList<ModuleCall> Find(Module<Tensor, Tensor> root)
    {
        // What is a block once is a block everywhere, although some instances have no shortcut around their parts.
        foreach (var (_, module) in trace.Modules)
            if (IsOwnType(module) && units.Usable(module) is not null && units.HasConvolution(module) && !IsSplit(module)) wholeTypes.Add(module.GetType());
        return [.. InChildren(root).DistinctBy(call => call.Path).OrderBy(call => call.Entered)];
    }

    private IEnumerable<ModuleCall> InChildren(Module module) => module.children().SelectMany(In);

    private IEnumerable<ModuleCall> In(Module module)
    {
        if (!units.HasConvolution(module)) return [];
        if (units.Usable(module) is not { } unit) return InChildren(module);
        if (module is Conv2d) return cuts.IsCut(unit.Module) ? [unit] : [];
        if (wholeTypes.Contains(module.GetType()) || !IsSplit(module)) return [unit];
        return InChildren(module);
    }

    private bool IsSplit(Module module)
    {
        var own = units.Convolutions(module);
        var inner = module.modules().Where(IsBlockOfItsOwn).SelectMany(units.Convolutions).Distinct().ToHashSet<Conv2d>(ReferenceEqualityComparer.Instance);
        if (inner.Sum(BlockUnits.Weights) >= SplitShare * own.Sum(BlockUnits.Weights)) return true;
        return !IsOwnType(module) && own.Count > MostConvolutionsOfAStage && own.All(cuts.IsCut);
    }

    private bool IsBlockOfItsOwn(Module module) =>
        module.children().Any() && units.HasConvolution(module) && units.Usable(module) is { } unit
        && (cuts.IsCut(unit.Module) || (IsOwnType(module) && units.Convolutions(module).Count > 1));

    // The user's own classes, not TorchSharp's containers and layers.
    private static bool IsOwnType(Module module) => module.GetType().Assembly != typeof(Module).Assembly;
}
