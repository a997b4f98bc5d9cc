using ArchRepair.Reporting.Facts;
using ArchRepair.Reporting.Text;

namespace ArchRepair.Reporting.Drawing;

/// <summary>A repaired block before and after, drawn for pages that run no scripts.</summary>
internal static class BlockPicture
{
    private const double Gap = 250;
    private const double Left = 60;
    private const double BoxWidth = 150;
    private const double BoxHeight = 36;
    private const double LaneHeight = 50;
    private const double Radius = 24;

    /// <summary>Operations that are drawn; the table has all.</summary>
    private const int Shown = 40;

    public static Svg Of(BlockGraph graph)
    {
        GraphEdge[] edges = [.. graph.Edges.Where(edge => edge.From < edge.To).Take(Shown)];
        var lanes = Lanes(edges);
        var width = Left * 2 + (graph.Nodes.Count - 1) * Gap;
        const double Axis = 166;
        var drawing = new Svg(Math.Max(width, 380), Axis + LaneHeight * lanes.DefaultIfEmpty(0).Max() + 36, "The block before and after the repair");
        drawing.Text(8, 16, "before", "bold");
        Edge(drawing, Left, Left + Gap, 46, 46, HeatPicture.Shorten(graph.Path), "original", "box");
        Node(drawing, Left, 46, "input");
        Node(drawing, Left + Gap, 46, "output");

        drawing.Text(8, 102, "after", "bold");
        for (var i = 0; i < graph.Original.Count; i++) Edge(drawing, Left + i * Gap, Left + (i + 1) * Gap, Axis, Axis - 56, HeatPicture.Shorten(graph.Original[i]), "", "box");
        for (var i = 0; i < edges.Length; i++)
            Edge(drawing, Left + edges[i].From * Gap, Left + edges[i].To * Gap, Axis, Axis + lanes[i] * LaneHeight, HeatPicture.Shorten(edges[i].Operation), "× " + Number.Fixed(edges[i].Weight, 2), "new");
        for (var i = 0; i < graph.Nodes.Count; i++) Node(drawing, Left + i * Gap, Axis, graph.Nodes[i]);
        return drawing;
    }

    // Edges share a lane where their spans do not overlap; only an edge between neighbours may lie on the axis itself.
    private static int[] Lanes(GraphEdge[] edges)
    {
        var taken = new List<List<(int From, int To)>>();
        return [.. edges.Select(edge => LaneOf(edge, taken))];
    }

    private static int LaneOf(GraphEdge edge, List<List<(int From, int To)>> taken)
    {
        for (var lane = edge.To == edge.From + 1 ? 0 : 1; ; lane++)
        {
            while (taken.Count <= lane) taken.Add([]);
            if (taken[lane].Any(span => span.From < edge.To && edge.From < span.To)) continue;
            taken[lane].Add((edge.From, edge.To));
            return lane;
        }
    }

    private static void Node(Svg drawing, double x, double y, string name) =>
        drawing.Circle(x, y, Radius, "box").Text(x, y + 4, HeatPicture.Shorten(name), "", "middle");

    private static void Edge(Svg drawing, double from, double to, double axis, double lane, string name, string note, string classes)
    {
        var (middle, left, right) = ((from + to) / 2, (from + to - BoxWidth) / 2, (from + to + BoxWidth) / 2);
        drawing.Path($"M{Svg.At(from)} {Svg.At(axis)}C{Svg.At(from + 30)} {Svg.At(lane)} {Svg.At(from + 20)} {Svg.At(lane)} {Svg.At(left)} {Svg.At(lane)}", "line");
        drawing.Path($"M{Svg.At(right)} {Svg.At(lane)}C{Svg.At(to - 20)} {Svg.At(lane)} {Svg.At(to - 30)} {Svg.At(lane)} {Svg.At(to)} {Svg.At(axis)}", "line");
        drawing.Rect(left, lane - BoxHeight / 2, BoxWidth, BoxHeight, classes, null, 5);
        drawing.Text(middle, lane + (note.Length == 0 ? 4 : -2), name, "", "middle");
        if (note.Length > 0) drawing.Text(middle, lane + 12, note, "dim", "middle");
    }
}
