using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ArchRepair.Engine.Models;

/// <summary>Strings blocks together and keeps count of index and channels.</summary>
internal sealed class ChainBuilder
{
    private readonly List<ChainPart> parts = [];

    /// <summary>Channels of what was added last: input of what comes next.</summary>
    public int Channels { get; private set; } = 3;

    public void AddStem(int outputs, int kernelSize, int stride, bool isPooled) =>
        Add("stem", BlockKind.Stem, new StemBlock(outputs, kernelSize, stride, isPooled), outputs, isPooled ? 2 * stride : stride);

    public void Add(string path, BlockKind kind, Module<Tensor, Tensor> module, int outputs, int stride)
    {
        parts.Add(new ChainPart(new Block(parts.Count, path, kind, Channels, outputs, stride), module));
        Channels = outputs;
    }

    public ChainClassifier Finish(ModelSpecification specification, string linearName)
    {
        var head = new HeadBlock(Channels, specification.Classes, linearName);
        Add("head", BlockKind.Head, head, specification.Classes, stride: 0);
        return new ChainClassifier(specification, parts);
    }
}
