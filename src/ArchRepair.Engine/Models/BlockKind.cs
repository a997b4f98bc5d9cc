namespace ArchRepair.Engine.Models;

/// <summary>What a block of a chain was when its architecture was built; a replacement keeps the kind of what it replaced.</summary>
public enum BlockKind
{
    /// <summary>First convolution with its normalization, ReLU and, in ImageNet networks, its pooling.</summary>
    Stem,

    /// <summary>Two 3×3 convolutions and a shortcut (He et al. 2016).</summary>
    BasicBlock,

    /// <summary>1×1, 3×3 and 1×1 convolutions and a shortcut (He et al. 2016).</summary>
    Bottleneck,

    /// <summary>A part of a model that a C# project defines.</summary>
    Module,

    /// <summary>Pooling over space and the linear classifier; of a project's model, its last linear layer.</summary>
    Head,
}
