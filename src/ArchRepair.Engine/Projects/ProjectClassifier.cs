using ArchRepair.Engine.Models;
using ArchRepair.Engine.Search;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ArchRepair.Engine.Projects;

/// <summary>
/// A project's own model as a classifier with blocks. Its code calls its modules from its own fields, so nothing can be put in a
/// module's place; instead hooks on a block's module see what enters and leaves it: they watch it, stop in front of it, start from
/// it, and add a cell's operations to its output.
/// </summary>
/// <remarks>
/// The model's tensors keep the names that its own <c>state_dict</c> gives them; operations added to a block are named
/// <c>PATH.edgeK.OPERATION.…</c>. Not for several threads at once: neither is the project's code.
/// </remarks>
internal sealed class ProjectClassifier : ChainClassifier
{
    private readonly Module<Tensor, Tensor> root;
    private readonly List<ProjectPart> parts = [];
    private ActivationObserver? watcher;
    private int stopAt = -1;
    private int startAt = -1;
    private Tensor? passed;

    /// <param name="root">In evaluation mode; becomes this classifier's own.</param>
    /// <param name="found">Of this very type of model.</param>
    public ProjectClassifier(ModelSpecification specification, Module<Tensor, Tensor> root, IReadOnlyList<FoundBlock> found)
        : base(specification, [.. found.Select(block => block.Block)])
    {
        this.root = root;
        _internal_submodules.Add("model", root);
        var modules = root.named_modules().DistinctBy(entry => entry.name).ToDictionary(entry => entry.name, entry => entry.module, StringComparer.Ordinal);
        foreach (var block in found)
        {
            var part = new ProjectPart(block, (Module<Tensor, Tensor>)modules[block.Block.Path], [.. block.Layers.Select(layer => new NeuronLayer(
                layer.Path, (Convolution)modules[layer.Path], layer.NormPath is null ? null : (BatchNorm2d)modules[layer.NormPath]))]);
            parts.Add(part);
            part.Module.register_forward_pre_hook((_, input) => Enter(part, input));
            part.Module.register_forward_hook((_, input, output) => part.Cell is null ? output : part.Cell.AddTo(output, input));
            foreach (var layer in block.Layers)
                ((Module<Tensor, Tensor>)modules[layer.ShownPath]).register_forward_hook((_, _, output) => Show(layer, output));
        }
        eval();
    }

    /// <summary>The project's own module.</summary>
    public Module<Tensor, Tensor> Root => root;

    public override IReadOnlyList<Module> Everything => [root, .. parts.Select(part => part.Cell).OfType<CellBlock>().SelectMany(cell => cell.Edges)];

    public override Module<Tensor, Tensor> ModuleOf(int blockIndex) => PartOf(blockIndex) is { Cell: { } cell } ? cell : PartOf(blockIndex).Module;

    public override IReadOnlyList<NeuronLayer> NeuronLayersOf(int blockIndex) => PartOf(blockIndex).Layers;

    public override string ParameterPrefix(int blockIndex) => PartOf(blockIndex).Found.Block.Path + ".";

    public override (int Height, int Width) InputSizeOf(int blockIndex) => (PartOf(blockIndex).Found.InputHeight, PartOf(blockIndex).Found.InputWidth);

    public override Tensor forward(Tensor images) => ForwardObserved(images, observer: null);

    public override Tensor ForwardObserved(Tensor images, ActivationObserver? observer)
    {
        CheckImages(images);
        using var scope = NewDisposeScope();
        watcher = observer;
        try
        {
            return root.call(images.alias()).MoveToOuterDisposeScope();
        }
        finally
        {
            watcher = null;
        }
    }

    /// <summary>As for a chain; where a block is no cut, the images themselves, from which <see cref="ForwardSuffix"/> runs everything.</summary>
    public override Tensor ForwardPrefix(Tensor images, int blockIndex, ActivationObserver? observer = null)
    {
        if (blockIndex == Blocks.Count) return ForwardObserved(images, observer);
        CheckImages(images);
        if (!IsCut(blockIndex)) return images.alias();
        using var scope = NewDisposeScope();
        (watcher, stopAt) = (observer, blockIndex);
        try
        {
            root.call(images.alias());
            throw new InvalidOperationException($"Block {Blocks[blockIndex].Path} was not reached, although it was when the model was examined.");
        }
        catch (BlockReachedException)
        {
            using var reached = passed!;
            var features = reached.dim() == 2 ? reached.unsqueeze(2).unsqueeze(3) : reached.alias(); // [N,F,1,1] in front of a head
            return features.MoveToOuterDisposeScope();
        }
        finally
        {
            (watcher, stopAt, passed) = (null, -1, null);
        }
    }

    public override Tensor ForwardSuffix(Tensor features, int blockIndex, ActivationObserver? observer = null)
    {
        if (!IsCut(blockIndex)) return ForwardObserved(features, observer);
        using var scope = NewDisposeScope();
        var size = Specification.InputSize;
        // What stands in front of the cut runs on one empty image; nothing of it gets past the cut.
        using var empty = zeros([1, 3, size, size], features.dtype, features.device);
        (watcher, startAt, passed) = (observer, blockIndex, PartOf(blockIndex).Found.InputRank == 2 ? features.flatten(1) : features.alias());
        try
        {
            return root.call(empty).MoveToOuterDisposeScope();
        }
        finally
        {
            (watcher, startAt, passed) = (null, -1, null);
        }
    }

    public override Tensor ForwardBlock(Tensor features, int blockIndex, ActivationObserver? observer = null)
    {
        watcher = observer;
        try
        {
            return PartOf(blockIndex).Module.call(features);
        }
        finally
        {
            watcher = null;
        }
    }

    /// <summary>Adds a cell around a block, exchanges it, or takes it off again.</summary>
    /// <param name="replacement">A cell around the block's own module, or that module itself.</param>
    public override Module<Tensor, Tensor> ReplaceBlock(string path, Module<Tensor, Tensor> replacement)
    {
        var block = FindBlock(path);
        var part = PartOf(block.Index);
        if (!block.IsReplaceable) throw new ArgumentException($"The {path} of a network cannot be replaced.", nameof(path));
        var cell = replacement as CellBlock;
        if (!ReferenceEquals(cell?.Body.Original ?? replacement, part.Module))
            throw new ArgumentException($"{path} belongs to a project's model: it can be wrapped in a cell, not exchanged for a {replacement?.GetName()}.", nameof(replacement));
        var before = ModuleOf(block.Index);
        var key = $"cell of {path}";
        if (part.Cell is not null) _internal_submodules.Remove(key);
        part.Cell = cell;
        if (cell is not null) _internal_submodules.Add(key, cell);
        SetReplaced(block.Index, cell is not null);
        replacement.train(training);
        return before;
    }

    public override Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
    {
        destination = root.state_dict(destination, prefix);
        foreach (var (name, edge) in Edges()) edge.state_dict(destination, string.IsNullOrEmpty(prefix) ? name : $"{prefix}.{name}");
        return destination;
    }

    public override IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
    {
        if (!recurse) return root.named_parameters(recurse: false);
        return root.named_parameters().Concat(Edges().SelectMany(entry => entry.Edge.named_parameters().Select(own => ($"{entry.Name}.{own.name}", own.parameter))));
    }

    public override IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true)
    {
        if (!recurse) return root.named_buffers(recurse: false, include_nonpersistent);
        return root.named_buffers(true, include_nonpersistent).Concat(
            Edges().SelectMany(entry => entry.Edge.named_buffers(true, include_nonpersistent).Select(own => ($"{entry.Name}.{own.name}", own.buffer))));
    }

    private IEnumerable<(string Name, CellEdge Edge)> Edges() =>
        from part in parts
        from entry in (part.Cell?.Edges ?? []).Index()
        select ($"{part.Found.Block.Path}.edge{entry.Index}", entry.Item);

    private Tensor Enter(ProjectPart part, Tensor input)
    {
        var index = part.Found.Block.Index;
        if (index == stopAt)
        {
            passed = input.alias().DetachFromDisposeScope(); // the project's own scopes end on the way out
            throw new BlockReachedException();
        }
        return index == startAt && passed is not null ? passed : input;
    }

    private Tensor Show(FoundLayer layer, Tensor output)
    {
        if (watcher is null) return output;
        using var scope = NewDisposeScope();
        watcher(layer.Path, layer.IsActivated ? output : output.relu());
        return output;
    }

    private bool IsCut(int blockIndex) => blockIndex > 0 && PartOf(blockIndex).Found.IsCut;

    private ProjectPart PartOf(int blockIndex) =>
        blockIndex >= 0 && blockIndex < parts.Count
            ? parts[blockIndex]
            : throw new ArgumentOutOfRangeException(nameof(blockIndex), blockIndex, $"The model has {parts.Count} blocks.");

    private static void CheckImages(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.dim() != 4) throw new ArgumentException($"Expected [N,C,H,W], got {images.dim()} dimensions.", nameof(images));
    }
}
