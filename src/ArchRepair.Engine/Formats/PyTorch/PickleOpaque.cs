namespace ArchRepair.Engine.Formats;

/// <summary>A value that training checkpoints carry beside their tensors and that nothing here looks into.</summary>
internal sealed class PickleOpaque
{
    public static PickleOpaque Instance { get; } = new();
}
