using ArchRepair.Core.Statistics;
using ArchRepair.Reporting.Facts;
using ArchRepair.Reporting.Text;

namespace ArchRepair.Reporting.Drawing;

/// <summary>The reliability diagrams: accuracy over confidence, clean images left, corrupted ones right.</summary>
internal static class ReliabilityPicture
{
    private const double Side = 230;
    private const double Left = 52;
    private const double Top = 34;
    private const double Step = Side + 78;

    public static Svg? Of(ReportFacts facts)
    {
        var curves = CalibrationCurve.Of(facts.Result.Evaluation);
        if (curves.Count == 0) return null;
        var drawing = new Svg(Left + curves.Count * Step - 40, Top + Side + 62, "Accuracy by confidence, on clean and on corrupted images");
        for (var i = 0; i < curves.Count; i++) Draw(drawing, curves[i], Left + i * Step, facts.Level);
        return drawing.Text(8, Top + Side + 54, $"below the diagonal: claims too much; bars: {Number.Level(facts.Level)} intervals, as if answers were independent", "dim");
    }

    private static void Draw(Svg drawing, CalibrationCurve curve, double left, double level)
    {
        double X(double confidence) => left + confidence * Side;
        double Y(double accuracy) => Top + (1 - accuracy) * Side;
        drawing.Text(left, 18, $"{curve.Images} images: ECE {Number.Size(curve.ExpectedError)} points", "bold");
        drawing.Rect(left, Top, Side, Side, "box");
        for (var quarter = 0; quarter <= 4; quarter++)
        {
            var share = quarter / 4.0;
            if (quarter is > 0 and < 4) drawing.Line(X(share), Top, X(share), Top + Side, "grid").Line(left, Y(share), left + Side, Y(share), "grid");
            drawing.Text(X(share), Top + Side + 16, Number.Rate(share, 0), "dim", "middle").Text(left - 6, Y(share) + 4, Number.Rate(share, 0), "dim", "end");
        }

        drawing.Line(X(0), Y(0), X(1), Y(1), "line");
        foreach (var bin in curve.Bins)
        {
            var interval = Proportion.Wilson((int)Math.Round(bin.Accuracy * bin.Count), bin.Count, level);
            drawing.Line(X(bin.MeanConfidence), Y(interval.Lower), X(bin.MeanConfidence), Y(interval.Upper), "curve2");
        }

        drawing.Polyline(curve.Bins.Select(bin => (X(bin.MeanConfidence), Y(bin.Accuracy))), "curve");
        foreach (var bin in curve.Bins) drawing.Circle(X(bin.MeanConfidence), Y(bin.Accuracy), 3, "bar");
        drawing.Text(left + Side / 2, Top + Side + 32, "confidence, percent", "dim", "middle").Text(left + 6, Top + 16, "accuracy, percent", "dim");
    }
}
