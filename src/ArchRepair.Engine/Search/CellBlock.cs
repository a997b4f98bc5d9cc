using ArchRepair.Core.Results;
using ArchRepair.Engine.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ArchRepair.Engine.Search;

/// <summary>
/// A block with added operations: y = original(x) + Σ gate·operation(node). Along a convolution the sum is taken in front of its
/// normalization, where linear operations can fold into the convolution later; from input to output it is taken where the
/// shortcut is added. With all gates at zero it computes what the original does, bit for bit.
/// </summary>
/// <remarks>The original's parameters keep their names; those of operation k are named <c>edgeK.OPERATION.…</c>.</remarks>
internal sealed class CellBlock : Module<Tensor, Tensor>, IObservableBlock
{
    /// <param name="block">What it stands for.</param>
    /// <param name="original">Becomes this module's own.</param>
    /// <param name="edges">Become this module's own.</param>
    public CellBlock(Block block, Module<Tensor, Tensor> original, IReadOnlyList<CellEdge> edges)
        : base(nameof(CellBlock))
    {
        (Block, Body, Edges) = (block, CellBody.Of(original), edges);
        if (Body.IsOpaque) _internal_submodules.Add("original", original);
        else foreach (var (name, child) in original.named_children()) register_module(name, child);
        foreach (var (index, edge) in edges.Index()) register_module($"edge{index}", edge);
    }

    public Block Block { get; }

    public CellBody Body { get; }

    public IReadOnlyList<CellEdge> Edges { get; }

    public IReadOnlyList<NeuronLayer> NeuronLayers =>
        Body.IsOpaque
            ? (Body.Original as IObservableBlock)?.NeuronLayers.Select(layer => layer with { Path = "original." + layer.Path }).ToArray() ?? []
            : [.. Body.Steps.Select(step => new NeuronLayer(step.Name, step.Convolution, step.Norm))];

    /// <summary>The plain relaxation of DARTS, while it is being searched; else null.</summary>
    public SoftmaxMixture? Mixture { get; private set; }

    /// <summary>A cell with every operation of the catalog on every pair of nodes, all gates zero. A cell keeps the operations that it has.</summary>
    /// <param name="block">The block to relax.</param>
    /// <param name="original">Becomes the cell's own.</param>
    /// <param name="operations">Names in <see cref="OperationCatalog"/>.</param>
    /// <param name="seed">Of the operations' first weights.</param>
    /// <param name="start">Where the search starts; a block whose inside is unknown always starts at its function.</param>
    public static CellBlock Relax(
        Block block, Module<Tensor, Tensor> original, IReadOnlyList<string> operations, ulong seed, SearchStart start = SearchStart.Function)
    {
        var known = original as CellBlock;
        var body = CellBody.Of(Inner(original));
        var isMixed = start == SearchStart.Softmax && !body.IsOpaque;
        var pairs = isMixed ? body.Pairs.Where(pair => pair.To == pair.From + 1) : body.Pairs;
        var choices = pairs.SelectMany(_ => operations, (pair, name) => (pair.From, pair.To, Name: name));
        var added = choices.Select((choice, index) => new CellEdge(
            choice.From, choice.To,
            OperationCatalog.Create(choice.Name, body.ShapeOf(block, choice.From, choice.To), seed + (ulong)index), isGated: true));
        var cell = new CellBlock(block, body.Original, [.. known?.Edges ?? [], .. added]);
        if (isMixed) cell.register_module("mixture", cell.Mixture = new SoftmaxMixture(body.Steps.Count));
        return cell;
    }

    /// <summary>The block behind a cell, or the block itself when it is none.</summary>
    public static Module<Tensor, Tensor> Inner(Module<Tensor, Tensor> module) => module is CellBlock cell ? cell.Body.Original : module;

    /// <summary>Turns the plain relaxation into gates, without a change of the function; nothing where it is not used.</summary>
    public void SettleMixture()
    {
        if (Mixture is null) return;
        Mixture.Settle(Body.Steps, GatedAlong);
        _internal_submodules.Remove("mixture");
        Mixture.Dispose();
        Mixture = null;
    }

    /// <summary>The discrete cell that a genotype describes, with operations at their random start.</summary>
    /// <param name="block">The block it replaces.</param>
    /// <param name="original">Becomes the cell's own.</param>
    /// <param name="genotype">Edges and operations.</param>
    /// <exception cref="ArgumentException">The genotype names nodes or operations that do not exist.</exception>
    public static CellBlock Build(Block block, Module<Tensor, Tensor> original, BlockGenotype genotype)
    {
        var body = CellBody.Of(Inner(original));
        return new CellBlock(block, body.Original, [.. genotype.Edges.Select(edge => new CellEdge(
            edge.From, edge.To, OperationCatalog.Create(edge.Operation, body.ShapeOf(block, edge.From, edge.To), seed: 0), isGated: false))]);
    }

    public override Tensor forward(Tensor input) => ForwardObserved(input, observer: null);

    public Tensor ForwardObserved(Tensor input, ActivationObserver? observer)
    {
        using var scope = NewDisposeScope();
        if (Body.IsOpaque) return AddTo(Body.Original.call(input), input).MoveToOuterDisposeScope();
        var node = input;
        foreach (var (index, step) in Body.Steps.Index())
        {
            var convolved = step.Convolution.call(node);
            if (Mixture is not null) convolved = Mixture.Mixed(convolved, node, index, GatedAlong(index));
            var linear = Added(convolved, node, index, index + 1);
            var normalized = step.Norm.call(linear);
            if (index == Body.Steps.Count - 1) normalized = Finish(normalized, input);
            node = normalized.relu_();
            observer?.Invoke(step.Name, node);
        }
        if (Body.IsPooled) node = functional.max_pool2d(node, kernel_size: 3, stride: 2, padding: 1);
        return node.MoveToOuterDisposeScope();
    }

    /// <summary>What the block gives with its operations, where its inside is unknown: original(x) is computed already.</summary>
    /// <param name="output">original(x), [N,C',H',W']; stays the caller's.</param>
    /// <param name="input">x, [N,C,H,W]; stays the caller's.</param>
    /// <remarks>An operation pads its input; a block that does not is smaller by a rim, which is cut off the operation's output.</remarks>
    public Tensor AddTo(Tensor output, Tensor input)
    {
        using var scope = NewDisposeScope();
        var sum = output.clone(); // an unknown block may need its output unchanged for its gradient
        foreach (var edge in Edges) sum = sum.add_(Centre(edge.call(input), output.shape[2], output.shape[3]));
        return sum.MoveToOuterDisposeScope();
    }

    // TorchSharp would register every field once more under its own name, and training would step such parameters twice.
    protected override void RegisterComponents()
    {
    }

    // The last normalized convolution, the shortcut, and what leads from input to output past more than one convolution.
    private Tensor Finish(Tensor normalized, Tensor input)
    {
        if (Body.Shortcut is not null) normalized = normalized.add_(Body.Shortcut.Apply(input));
        return Body.Steps.Count > 1 ? Added(normalized, input, 0, Body.Steps.Count) : normalized;
    }

    private static Tensor Centre(Tensor features, long height, long width)
    {
        var (top, left) = ((features.shape[2] - height) / 2, (features.shape[3] - width) / 2);
        return features.shape[2] == height && features.shape[3] == width ? features : features.narrow(2, top, height).narrow(3, left, width);
    }

    private Tensor Added(Tensor sum, Tensor node, int from, int to)
    {
        foreach (var edge in Edges)
        {
            if (edge.From != from || edge.To != to || (Mixture is not null && edge.Gate is not null)) continue;
            sum = sum.add_(edge.call(node));
        }
        return sum;
    }

    private CellEdge[] GatedAlong(int step) => [.. Edges.Where(edge => edge.From == step && edge.To == step + 1 && edge.Gate is not null)];
}
