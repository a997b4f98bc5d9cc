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
        var accuracy = Number.Rate(outcome.Accuracy);
        var text = change is null ? accuracy : $"{accuracy} {(isFailed ? "✗ " : Direction.Mark(change.Change))}{Number.Points(delta)}";
        return new HeatTile(text, fill, HeatColor.InkOn(fill), isFailed);
    }
}
