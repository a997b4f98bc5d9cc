using System.Globalization;
using ArchRepair.Engine.Search;

namespace ArchRepair.Engine.Repair.Training;

/// <summary>Says when a search should end before its last step; pure.</summary>
internal static class SearchGuard
{
    // A rise by less is the noise of 2,000 images; chosen, not measured.
    private const double LossTolerance = 1.05;
    private const int Window = 3;

    // The ratio of Zela et al. (2020): eigenvalues, smoothed, of some looks ago against now.
    private const double CurvatureRatio = 0.75;

    /// <summary>Why to stop after the last look of the history; null to go on.</summary>
    public static string? Reason(GuardHistory history, SearchOptions options)
    {
        if (options.StopsOnLoss && history.Losses.Count > 2 && history.Losses[^1] > LossTolerance * history.Losses.SkipLast(1).Min()
            && history.Losses[^1] > history.Losses[^2])
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"the loss on the search part rose to {history.Losses[^1]:f3} from {history.Losses.SkipLast(1).Min():f3}");
        }
        if (!options.StopsOnCurvature || history.Curvatures.Count < Window + 1) return null;
        var before = history.Curvatures.SkipLast(1).TakeLast(Window).Average(Math.Abs);
        var now = Math.Abs(history.Curvatures[^1]);
        return before < CurvatureRatio * now
            ? string.Create(CultureInfo.InvariantCulture, $"the dominant eigenvalue of the gates' Hessian grew to {now:g3} from {before:g3}")
            : null;
    }
}
