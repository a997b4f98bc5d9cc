namespace ArchRepair.Engine.Projects;

/// <summary>Leaves a model's own forward pass in front of a block; never seen outside of <see cref="ProjectClassifier"/>.</summary>
internal sealed class BlockReachedException() : Exception("A forward pass was stopped in front of a block.");
