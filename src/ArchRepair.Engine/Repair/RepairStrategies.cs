namespace ArchRepair.Engine.Repair;

/// <summary>Names of the strategies behind <see cref="Repairer"/>; adding one is one class and one line in the catalog.</summary>
public static class RepairStrategies
{
    /// <summary>All names, the default first.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Strategies.StrategyCatalog.All.Keys];

    /// <summary>Whether the strategy repairs one block, so that a ranking matters to it.</summary>
    public static bool NeedsBlock(string strategy) => Strategies.StrategyCatalog.All.TryGetValue(strategy, out var found) && found.NeedsBlock;
}
