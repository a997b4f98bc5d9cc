using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Settings;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ArchRepair.Engine.Models;

/// <summary>
/// An image classifier made of a chain of blocks: normalized images, float [N,3,H,W], to logits [N,K]. The chain can be cut
/// before any block, each block's neurons can be watched, and every block but the head can be replaced in place.
/// </summary>
/// <remarks>
/// Parameters have PyTorch's names. Stem and head are blocks although their parameters have flat names (conv1, bn1, fc):
/// their children are registered here directly. A replaced stem lives under "stem".
/// </remarks>
public class ChainClassifier : Module<Tensor, Tensor>
{
    private readonly List<Module<Tensor, Tensor>> links = [];
    private readonly List<Block> blocks;
    private HashSet<int> hidden = [];

    internal ChainClassifier(ModelSpecification specification, IReadOnlyList<ChainPart> parts)
        : base(specification.Architecture)
    {
        (Specification, blocks) = (specification, []);
        foreach (var part in parts)
        {
            blocks.Add(part.Block);
            links.Add(part.Module);
            if (IsFlat(part.Module))
                foreach (var (name, child) in part.Module.named_children()) register_module(name, child);
            else
                SetNested(part.Block.Path, part.Module);
        }
    }

    /// <summary>A network whose modules are strung together by code that is not ours; a subclass computes.</summary>
    private protected ChainClassifier(ModelSpecification specification, IReadOnlyList<Block> blocks)
        : base(specification.Architecture) => (Specification, this.blocks) = (specification, [.. blocks]);

    /// <summary>What this network was built from; replaced blocks are not part of it.</summary>
    public ModelSpecification Specification { get; }

    /// <summary>The chain, from stem to head.</summary>
    public IReadOnlyList<Block> Blocks => blocks;

    /// <summary>The block with that path.</summary>
    /// <exception cref="ArgumentException">There is none; the message names those that there are.</exception>
    public Block FindBlock(string path) =>
        blocks.FirstOrDefault(block => block.Path == path)
        ?? throw new ArgumentException(
            $"{Specification.Architecture} has no block '{path}'; its blocks are {string.Join(", ", blocks.Select(block => block.Path))}.", nameof(path));

    /// <summary>Modules that hold every parameter of the network, each once.</summary>
    public virtual IReadOnlyList<Module> Everything => links;

    /// <summary>Height and width of what enters a block, for images of the size that the network was made for.</summary>
    public virtual (int Height, int Width) InputSizeOf(int blockIndex)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var parameter = this.parameters().First();
        var side = Specification.InputSize;
        var features = ForwardPrefix(zeros([1, 3, side, side], parameter.dtype, parameter.device), blockIndex);
        return ((int)features.shape[2], (int)features.shape[3]);
    }

    /// <summary>Restricts localization and repair to blocks whose paths fit a pattern; the others show no neurons. None keeps all.</summary>
    /// <exception cref="ArchRepairException">A pattern fits no block (AR0214, exit 2).</exception>
    public void KeepBlocks(IReadOnlyList<string> patterns)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        foreach (var pattern in patterns.Where(pattern => !blocks.Exists(block => block.IsReplaceable && PathPattern.Fits(pattern, block.Path))))
            throw new ArchRepairException(ExitCode.Usage, "AR0214", $"'model.blocks' holds '{pattern}', which fits no block of {Specification.Architecture}; {NearestName.Hint(pattern, [.. blocks.Where(block => block.IsReplaceable).Select(block => block.Path)])}");
        hidden = patterns.Count == 0 ? [] : [.. blocks.Where(block => !patterns.Any(pattern => PathPattern.Fits(pattern, block.Path))).Select(block => block.Index)];
    }

    /// <summary>The module that computes a block; owned by this network.</summary>
    public virtual Module<Tensor, Tensor> ModuleOf(int blockIndex) => links[CheckIndex(blockIndex)];

    /// <summary>Neuron layers of a block, with full paths; empty for the head, for blocks that <see cref="KeepBlocks"/> left out, and for replacements that show none.</summary>
    public virtual IReadOnlyList<NeuronLayer> NeuronLayersOf(int blockIndex) =>
        links[CheckIndex(blockIndex)] is IObservableBlock block && !hidden.Contains(blockIndex)
            ? [.. block.NeuronLayers.Select(layer => layer with { Path = ParameterPrefix(blockIndex) + layer.Path })]
            : [];

    /// <summary>What the names of a block's parameters begin with: "layer1.0.", or nothing for an original stem and head.</summary>
    public virtual string ParameterPrefix(int blockIndex) =>
        IsFlat(links[CheckIndex(blockIndex)]) ? "" : blocks[blockIndex].Path + ".";

    /// <summary>Logits [N,K] of normalized images [N,3,H,W].</summary>
    public override Tensor forward(Tensor images) => Run(images, 0, blocks.Count, observer: null);

    /// <summary>Logits [N,K], with every neuron layer shown to <paramref name="observer"/>.</summary>
    public virtual Tensor ForwardObserved(Tensor images, ActivationObserver? observer) => Run(images, 0, blocks.Count, observer);

    /// <summary>Output of everything in front of a block: the tensor that enters it.</summary>
    /// <param name="images">[N,3,H,W], normalized.</param>
    /// <param name="blockIndex">In [0, <c>Blocks.Count</c>]; 0 returns the images, <c>Blocks.Count</c> the logits.</param>
    /// <param name="observer">Is shown the neuron layers in front, or null.</param>
    public virtual Tensor ForwardPrefix(Tensor images, int blockIndex, ActivationObserver? observer = null) =>
        Run(images, 0, blockIndex, observer);

    /// <summary>Logits [N,K] from the input of a block on.</summary>
    /// <param name="features">What enters block <paramref name="blockIndex"/>, as <see cref="ForwardPrefix"/> returns it.</param>
    /// <param name="blockIndex">In [0, <c>Blocks.Count</c>).</param>
    /// <param name="observer">Is shown the neuron layers of this block and those behind, or null.</param>
    public virtual Tensor ForwardSuffix(Tensor features, int blockIndex, ActivationObserver? observer = null) =>
        Run(features, blockIndex, blocks.Count, observer);

    /// <summary>Output of one block.</summary>
    public virtual Tensor ForwardBlock(Tensor features, int blockIndex, ActivationObserver? observer = null) =>
        Run(features, blockIndex, blockIndex + 1, observer);

    /// <summary>
    /// Puts another module in a block's place. Names of all other parameters and the order of <c>state_dict</c> stay; the new
    /// module's parameters are named <c>PATH.its-own-name</c>. It takes over this network's training mode, not its device.
    /// </summary>
    /// <param name="path">A replaceable block.</param>
    /// <param name="replacement">Same input and output shapes as the block; becomes this network's own.</param>
    /// <returns>The module that stood there: the caller's to keep, to wrap or to dispose.</returns>
    /// <exception cref="ArgumentException">No such block, or it is the head.</exception>
    public virtual Module<Tensor, Tensor> ReplaceBlock(string path, Module<Tensor, Tensor> replacement)
    {
        ArgumentNullException.ThrowIfNull(replacement);
        var block = FindBlock(path);
        if (!block.IsReplaceable) throw new ArgumentException($"The {path} of a network cannot be replaced.", nameof(path));
        var original = links[block.Index];
        if (block.Kind == BlockKind.Stem) ReplaceStem(original, replacement);
        else SetNested(path, replacement);
        links[block.Index] = replacement;
        blocks[block.Index] = block with { IsReplaced = replacement is not (StemBlock or BasicBlock or Bottleneck) };
        replacement.train(training);
        return original;
    }

    private protected void SetReplaced(int blockIndex, bool isReplaced) => blocks[blockIndex] = blocks[blockIndex] with { IsReplaced = isReplaced };

    private Tensor Run(Tensor input, int from, int to, ActivationObserver? observer)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (from < 0 || to > blocks.Count || from > to) throw new ArgumentOutOfRangeException(nameof(to), $"The chain has {blocks.Count} blocks.");
        if (input.dim() != 4) throw new ArgumentException($"Expected [N,C,H,W], got {input.dim()} dimensions.", nameof(input));
        using var scope = NewDisposeScope();
        var features = input.alias();
        for (var index = from; index < to; index++)
        {
            var output = RunBlock(index, features, observer);
            // Freed at once rather than at the end of the scope; an observer may have kept it, so then the scope decides.
            if (observer is null && !ReferenceEquals(output, features)) features.Dispose();
            features = output;
        }
        return features.MoveToOuterDisposeScope();
    }

    private Tensor RunBlock(int index, Tensor features, ActivationObserver? observer)
    {
        if (observer is null || hidden.Contains(index) || links[index] is not IObservableBlock block) return links[index].call(features);
        var prefix = ParameterPrefix(index);
        return block.ForwardObserved(features, (path, activation) => observer(prefix + path, activation));
    }

    private int CheckIndex(int blockIndex) =>
        blockIndex >= 0 && blockIndex < blocks.Count
            ? blockIndex
            : throw new ArgumentOutOfRangeException(nameof(blockIndex), blockIndex, $"The chain has {blocks.Count} blocks.");

    private static bool IsFlat(Module<Tensor, Tensor> module) => module is StemBlock or HeadBlock;

    private void SetNested(string path, Module<Tensor, Tensor> module)
    {
        var (stage, key) = (path[..path.IndexOf('.', StringComparison.Ordinal)], path[(path.IndexOf('.', StringComparison.Ordinal) + 1)..]);
        if (!_internal_submodules.TryGetValue(stage, out var container))
            register_module(stage, container = new BlockSequence(stage));
        ((BlockSequence)container).Set(key, module);
    }

    private void ReplaceStem(Module<Tensor, Tensor> original, Module<Tensor, Tensor> replacement)
    {
        foreach (var name in NamesOfStem(original)) _internal_submodules.Remove(name);
        var place = 0; // the stem is what comes first
        if (!IsFlat(replacement)) _internal_submodules.Insert(place, ("stem", replacement));
        else
            foreach (var (name, child) in replacement.named_children()) _internal_submodules.Insert(place++, (name, child));
    }

    private static IReadOnlyList<string> NamesOfStem(Module<Tensor, Tensor> stem) =>
        IsFlat(stem) ? [.. stem.named_children().Select(child => child.name)] : ["stem"];
}
