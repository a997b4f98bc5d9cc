using System.Diagnostics.CodeAnalysis;

using ArchRepair.Core.Gate;
using ArchRepair.Core.Results;

namespace ArchRepair.Tool.Street;

/// <summary>Says what a ranking explains where no cell fell against a baseline: a healthy network has a weakest block too.</summary>
internal static class RankingNote
{
    private const string Meaning = "the ranking explains the weakest cells: it points at the blocks that these corruptions shake most, which need not be damaged.";

    /// <param name="comparison">Null without a baseline to compare with.</param>
    [return: NotNullIfNotNull(nameof(ranking))]
    public static BlockRanking? AddTo(BlockRanking? ranking, Comparison? comparison) => Of(comparison) is { } note ? ranking is null ? null : ranking with { Note = note } : ranking;

    private static string? Of(Comparison? comparison) => comparison is null
        ? $"Without a baseline to compare with, {Meaning}"
        : TellingCells.Of(comparison).Count == 0 ? $"Nothing fell against the baseline; {Meaning}" : null;
}
