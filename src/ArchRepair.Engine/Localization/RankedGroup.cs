namespace ArchRepair.Engine.Localization;

/// <summary>A block or layer that the ranking names.</summary>
internal sealed record RankedGroup(string Path, bool IsReplaceable);
