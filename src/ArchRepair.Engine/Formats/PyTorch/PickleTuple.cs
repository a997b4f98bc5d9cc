namespace ArchRepair.Engine.Formats;

/// <summary>A Python tuple. Values are long, double, bool, string, null for None, or one of the Pickle… types.</summary>
internal sealed class PickleTuple(object?[] items)
{
    public static PickleTuple Empty { get; } = new([]);

    public IReadOnlyList<object?> Items { get; } = items;
}
