namespace ArchRepair.Core.Protocol;

/// <summary>Where a worker looks up and keeps finished cells.</summary>
/// <param name="Folder">Absolute path of the store.</param>
/// <param name="Keys">Key of each cell, by cell text.</param>
public sealed record ShelfRequest(string Folder, IReadOnlyDictionary<string, string> Keys);
