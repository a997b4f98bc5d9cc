namespace ArchRepair.Engine.Formats;

/// <summary>A reference to a block of numbers outside the pickle.</summary>
/// <param name="Type">Element type.</param>
/// <param name="Key">Which block.</param>
/// <param name="ElementCount">Elements of the whole block.</param>
/// <param name="ViewOffset">First element of the block that this reference sees (0 except in some legacy files).</param>
/// <param name="ViewCount">How many it sees.</param>
/// <param name="Offset">Where in the file it was referred to.</param>
internal sealed record PickledStorage(StoredType Type, string Key, long ElementCount, long ViewOffset, long ViewCount, long Offset);
