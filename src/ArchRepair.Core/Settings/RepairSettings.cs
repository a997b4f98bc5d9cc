namespace ArchRepair.Core.Settings;

/// <summary>When a failed check repairs.</summary>
public enum RepairWhen
{
    OnFailure,
    Never,
}

/// <summary>How to repair.</summary>
/// <param name="Strategy">Name of a repair strategy. Default <c>archrepair</c>.</param>
/// <param name="BudgetMinutes">Wall-clock budget of training and search. Default 10.</param>
/// <param name="MaxExtraMultiplyAdds">Allowed growth of multiply-adds as a share of the network's. Default 0.10.</param>
/// <param name="Output">Absolute path of the repaired weights.</param>
/// <param name="Corruptions">
/// Gate corruptions that training may see: empty for none (the default: simple augmentations only), <c>failing</c> for those that
/// failed, or names.
/// </param>
/// <param name="Images">At most so many training images; 0 for all.</param>
/// <param name="Block">Path of the block to repair; empty lets localization choose.</param>
/// <param name="Set">Augmentation, failures and sampling shares; null for the defaults.</param>
/// <param name="Blocks">Most blocks to repair one after the other, each kept only if it helps. Default 1.</param>
public sealed record RepairSettings(
    RepairWhen When,
    string Strategy,
    double BudgetMinutes,
    double MaxExtraMultiplyAdds,
    string Output,
    IReadOnlyList<string> Corruptions,
    int Images = 0,
    string Block = "",
    RepairSetSettings? Set = null,
    int Blocks = 1)
{
    public IEnumerable<string> Problems()
    {
        if (BudgetMinutes is not (> 0 and <= 10_080)) yield return Text("budgetMinutes", BudgetMinutes, "(0, 10080]");
        if (MaxExtraMultiplyAdds is not (>= 0 and <= 100)) yield return Text("maxExtraMultiplyAdds", MaxExtraMultiplyAdds, "[0, 100]");
        foreach (var problem in Set?.Problems() ?? []) yield return problem;
        if (Set is { Failures: "seen" } && Corruptions.Count == 0)
            yield return "set.failures is 'seen', but training may see no corruption; name some in 'repair.corruptions'.";
        if (Blocks is not (>= 1 and <= 100)) yield return Text("blocks", Blocks, "[1, 100]");
        if (Images < 0) yield return Text("images", Images, "[0, ∞)");
    }

    private static string Text(string name, double value, string range) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name} is {value}; it must lie in {range}.");
}
