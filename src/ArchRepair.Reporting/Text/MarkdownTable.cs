using System.Text;

namespace ArchRepair.Reporting.Text;

/// <summary>A pipe table; cells are Markdown that <see cref="Escape"/> or <see cref="Number"/> made.</summary>
/// <param name="columns">Headings; one that starts with <c>&gt;</c> is aligned right, for numbers.</param>
internal sealed class MarkdownTable(params string[] columns)
{
    private readonly List<string[]> rows = [];

    public int Rows => rows.Count;

    /// <exception cref="ArgumentException">The row has another number of cells, or a cell would break the table.</exception>
    public void Add(params string[] cells)
    {
        if (cells.Length != columns.Length) throw new ArgumentException($"A row of {cells.Length} cells does not fit {columns.Length} columns.", nameof(cells));
        if (cells.FirstOrDefault(cell => cell.AsSpan().IndexOfAny('\n', '\r', '|') >= 0) is { } broken)
            throw new ArgumentException($"The cell '{broken}' was not escaped.", nameof(cells));
        rows.Add(cells);
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        Append(text, columns.Select(column => column.TrimStart('>')));
        Append(text, columns.Select(column => column.StartsWith('>') ? "---:" : "---"));
        foreach (var row in rows) Append(text, row);
        return text.ToString();
    }

    private static void Append(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
