namespace ArchRepair.Core.Results;

/// <summary>
/// The discrete architecture of repaired blocks: enough to rebuild the network from its catalog name. Stands as JSON in the
/// metadata of a repaired weights file.
/// </summary>
/// <param name="Architecture">Catalog name of the original network.</param>
/// <param name="Blocks">The repaired blocks; empty when the repair changed weights only.</param>
public sealed record Genotype(string Architecture, IReadOnlyList<BlockGenotype> Blocks);

/// <summary>One repaired block: y = original(x) + Σ over the edges that lead to the output.</summary>
/// <param name="Path">Path of the block in the module tree.</param>
/// <param name="Edges">The chosen operations.</param>
/// <param name="KeepsOriginal">Whether the original path is still a module of its own (false once everything was folded into it).</param>
public sealed record BlockGenotype(string Path, IReadOnlyList<GenotypeEdge> Edges, bool KeepsOriginal = true);

/// <summary>One operation of a repaired block.</summary>
/// <param name="From">Node it reads: 0 is the block's input.</param>
/// <param name="To">Node it adds to; the last node is the block's output.</param>
/// <param name="Operation">Name in the operation catalog, e.g. <c>separable3x3</c>.</param>
/// <param name="Weight">The operation's weight when the architecture was made discrete, in [0,1]; for the report only.</param>
public sealed record GenotypeEdge(int From, int To, string Operation, double Weight);
