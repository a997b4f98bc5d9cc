namespace ArchRepair.Core.Results;

/// <summary>A model as a tree of its modules, with what each costs for one image.</summary>
/// <param name="InputShape">[3,H,W].</param>
/// <param name="Parameters">Learned numbers of the whole model.</param>
/// <param name="MultiplyAdds">Of convolutions and linear layers, for one image.</param>
public sealed record ModelDescription(
    string Architecture, IReadOnlyList<long> InputShape, long Parameters, long MultiplyAdds, IReadOnlyList<ModuleDescription> Children);

/// <summary>One module of the tree.</summary>
/// <param name="Path">Path from the root, e.g. <c>layer1.0.conv1</c>.</param>
/// <param name="Kind">Type in the field's words, e.g. <c>BasicBlock</c>, <c>Conv2d 3×3</c>.</param>
/// <param name="OutputShape">Without the image dimension; empty when the module was not called.</param>
/// <param name="IsBlock">Whether a repair may replace it.</param>
public sealed record ModuleDescription(
    string Path, string Kind, IReadOnlyList<long> OutputShape, long Parameters, long MultiplyAdds, bool IsBlock, IReadOnlyList<ModuleDescription> Children);
