using ArchRepair.Core.Results;
using ArchRepair.Engine.Models;
using ArchRepair.Engine.Native;
using ArchRepair.Engine.Projects;
using ArchRepair.Engine.Search;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ArchRepair.Engine.Repair;

/// <summary>Rebuilds repaired architectures.</summary>
public static class GenotypeBuilder
{
    /// <summary>Puts the cells of a genotype into a network that was built from its catalog name; weights are loaded afterwards.</summary>
    /// <param name="model">Of the genotype's architecture, no block replaced; changed in place.</param>
    /// <param name="genotype">What a repair reported or a repaired file holds.</param>
    /// <exception cref="ArgumentException">The genotype is of another architecture, or names blocks, nodes or operations that do not exist.</exception>
    public static void Apply(ChainClassifier model, Genotype genotype)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(genotype);
        if (genotype.Architecture != model.Specification.Architecture)
            throw new ArgumentException($"The genotype is of {genotype.Architecture}, the network is a {model.Specification.Architecture}.", nameof(genotype));
        foreach (var cell in genotype.Blocks)
        {
            var block = model.FindBlock(cell.Path);
            if (block.IsReplaced) throw new ArgumentException($"Block {cell.Path} is replaced already.", nameof(genotype));
            model.ReplaceBlock(cell.Path, CellBlock.Build(block, model.ModuleOf(block.Index), cell));
        }
    }

    /// <summary>The genotype of a network's repaired blocks; empty when none was replaced.</summary>
    public static Genotype Of(ChainClassifier model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new Genotype(
            model.Specification.Architecture,
            [.. model.Blocks.Select(block => model.ModuleOf(block.Index)).OfType<CellBlock>().Select(CellOf)]);
    }

    /// <summary>A network of its own with the same repaired blocks and the same numbers; the caller disposes it.</summary>
    public static ChainClassifier Clone(ChainClassifier model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model is ProjectClassifier ? CloneOfProject(model) : BlockSurgery.Clone(model, CopyCell(model));
    }

    // A project's own module stays where it is, so a clone gets its cells before its numbers, as a loaded model does.
    private static ChainClassifier CloneOfProject(ChainClassifier model)
    {
        using var onProcessor = new DefaultDevice(CPU);
        var clone = ArchitectureCatalog.Create(model.Specification);
        Apply(clone, Of(model));
        BlockSurgery.CopyNumbers(model, clone);
        return clone;
    }

    private static Func<Block, Module<Tensor, Tensor>, Module<Tensor, Tensor>> CopyCell(ChainClassifier model) => (block, module) =>
    {
        if (module is not CellBlock cell) throw new InvalidOperationException($"Block {block.Path} was replaced by something that is not known here.");
        using var fresh = ArchitectureCatalog.Create(model.Specification);
        var original = fresh.ReplaceBlock(block.Path, Identity());
        return CellBlock.Build(block, original, CellOf(cell));
    };

    private static BlockGenotype CellOf(CellBlock cell) =>
        new(cell.Block.Path, [.. cell.Edges.Select(edge => new GenotypeEdge(edge.From, edge.To, edge.Operation.GetName(), 1))]);
}
