using System.Globalization;

using ArchRepair.Core.Results;
using ArchRepair.Reporting.Hosts;

namespace ArchRepair.Tool.Terminal;

/// <summary>Two descriptions of a model side by side: every block, and the layers of those that differ.</summary>
internal static class ComparisonTree
{
    /// <param name="output">Gets one line a module: parameters and multiply-adds left and right; <c>+</c> only right, <c>-</c> only left, <c>~</c> different.</param>
    /// <param name="left">The original.</param>
    /// <param name="leftName">Heads its columns.</param>
    /// <param name="right">The repaired one.</param>
    /// <param name="rightName">Heads its columns.</param>
    public static void Print(TextWriter output, ModelDescription left, string leftName, ModelDescription right, string rightName)
    {
        var rows = Rows(left.Blocks, right.Blocks, "").ToArray();
        var width = Math.Max(12, rows.Max(row => row.Name.Length));
        output.WriteLine($"  {PlainLine.Name(left.Architecture).PadRight(width)}  {Shorten(leftName),27}  {Shorten(rightName),27}");
        output.WriteLine($"  {"".PadRight(width)}  {"parameters",12} {"multiply-adds",14}  {"parameters",12} {"multiply-adds",14}");
        foreach (var row in rows) output.WriteLine($"{row.Mark} {row.Name.PadRight(width)}  {Numbers(row.Left)}  {Numbers(row.Right)}".TrimEnd());
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {"all".PadRight(width)}  {left.Parameters,12:N0} {left.MultiplyAdds,14:N0}  {right.Parameters,12:N0} {right.MultiplyAdds,14:N0}"));
    }

    private static IEnumerable<(char Mark, string Name, LayerDescription? Left, LayerDescription? Right)> Rows(
        IReadOnlyList<LayerDescription> left, IReadOnlyList<LayerDescription> right, string indent)
    {
        foreach (var path in left.Concat(right).Select(module => Name(module, indent)).Distinct())
        {
            var (before, after) = (left.FirstOrDefault(module => Name(module, indent) == path), right.FirstOrDefault(module => Name(module, indent) == path));
            var mark = before is null ? '+' : after is null ? '-' : IsSame(before, after) ? ' ' : '~';
            yield return (mark, $"{indent}{PlainLine.Name(path)}  {PlainLine.Name(before?.Type == after?.Type ? after!.Type : $"{before?.Type ?? ""} → {after?.Type ?? ""}".Trim(' ', '→'))}", before, after);
            if (mark is ' ') continue;
            foreach (var row in Rows(before?.Children ?? [], after?.Children ?? [], indent + "  ")) yield return row;
        }
    }

    // Below a block the last part of a path is enough, and a repaired stem's path is longer than the original's.
    private static string Name(LayerDescription module, string indent) => indent.Length == 0 ? module.Path : module.Path.Split('.')[^1];

    private static bool IsSame(LayerDescription left, LayerDescription right) =>
        (left.Type, left.Parameters, left.MultiplyAdds) == (right.Type, right.Parameters, right.MultiplyAdds);

    private static string Numbers(LayerDescription? module) => module is null
        ? new string(' ', 27)
        : string.Create(CultureInfo.InvariantCulture, $"{module.Parameters,12:N0} {module.MultiplyAdds,14:N0}");

    private static string Shorten(string name) => PlainLine.Name(name) is { Length: > 27 } safe ? "…" + safe[^26..] : PlainLine.Name(name);
}
