using ArchRepair.Core.Results;

namespace ArchRepair.Reporting.Text;

/// <summary>Better and worse as a mark, so that nothing depends on colour.</summary>
internal static class Direction
{
    /// <summary>Shown instead of a change where not one image changed sides.</summary>
    public const string Same = "=";

    /// <summary>Whether every image was answered as rightly or wrongly as before.</summary>
    public static bool IsSame(CellComparison cell) => cell is { Lost: 0, Gained: 0 };

    /// <summary>▼ where the whole interval lies below zero, ▲ above, ≈ where it holds zero; with a space after it.</summary>
    public static string Mark(Interval change) => change switch
    {
        { Upper: < 0 } => "▼ ",
        { Lower: > 0 } => "▲ ",
        _ => "≈ ",
    };
}
