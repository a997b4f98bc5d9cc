using ArchRepair.Core.Results;
using ArchRepair.Reporting.Text;

namespace ArchRepair.Reporting.Drawing;

/// <summary>One tile of a heat map: what it says and in which colours, the same in every kind of picture.</summary>
/// <param name="Fill">As <c>#rrggbb</c>.</param>
/// <param name="Ink">Class of its text: <c>paper</c> or <c>ink</c>.</param>
internal sealed record HeatTile(string Text, string Fill, string Ink, bool IsFailed)
{
    /// <param name="scale">Change that gets the full colour.</param>
    public static HeatTile Of(CellOutcome outcome, CellComparison? change, double scale, bool isFailed)
    {
        var delta = change is null ? 0 : change.After - change.Before;
        var fill = change is null ? HeatColor.OfAccuracy(outcome.Accuracy) : HeatColor.OfChange(delta, scale);
        return new HeatTile(Words(outcome, change, isFailed), fill, HeatColor.InkOn(fill), isFailed);
    }

    /// <summary>Accuracy, mark and change, as tables and pictures show them.</summary>
    public static string Words(CellOutcome outcome, CellComparison? change, bool isFailed)
    {
        var accuracy = Number.Rate(outcome.Accuracy);
        if (change is null) return accuracy;
        if (Direction.IsSame(change) && !isFailed) return $"{accuracy} {Direction.Same}";
        return $"{accuracy} {(isFailed ? "✗ " : Direction.Mark(change.Change))}{Number.Points(change.After - change.Before)}";
    }
}
