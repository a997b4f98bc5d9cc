namespace ArchRepair.Engine.Formats;

/// <summary>
/// The header's text by a fixed grammar: a Python dict literal with exactly the keys descr (a text), fortran_order and shape.
/// </summary>
internal sealed class NpyHeaderParser(SourceFile file, long start, string text)
{
    private int at;

    public (string Code, IReadOnlyList<long> Shape) Parse()
    {
        string? code = null;
        bool? isColumnMajor = null;
        IReadOnlyList<long>? shape = null;
        Expect('{');
        while (!Accept('}'))
        {
            var key = Text();
            Expect(':');
            if (key == "descr" && code is null) code = Text();
            else if (key == "fortran_order" && isColumnMajor is null) isColumnMajor = Truth();
            else if (key == "shape" && shape is null) shape = Shape();
            else throw Wrong($"the key '{key}' is unknown or occurs twice");
            if (Accept(',')) continue;
            Expect('}');
            break;
        }
        Blank();
        if (at != text.Length || code is null || isColumnMajor is null || shape is null) throw Wrong("it is incomplete or goes on behind its end");
        if (isColumnMajor.Value && shape.Count > 1) throw Wrong("the array is in Fortran order; save it with numpy.ascontiguousarray");
        return (code, shape);
    }

    private List<long> Shape()
    {
        var sizes = new List<long>();
        Expect('(');
        while (!Accept(')'))
        {
            sizes.Add(Integer());
            if (Accept(',')) continue;
            Expect(')');
            break;
        }
        return sizes;
    }

    private long Integer()
    {
        Blank();
        var begin = at;
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        return long.TryParse(text.AsSpan(begin, at - begin), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Wrong("a size is due here");
    }

    private bool Truth()
    {
        Blank();
        if (AcceptWord("True")) return true;
        return AcceptWord("False") ? false : throw Wrong("True or False is due here");
    }

    private bool AcceptWord(string word)
    {
        if (string.CompareOrdinal(text, at, word, 0, word.Length) != 0) return false;
        at += word.Length;
        return true;
    }

    private string Text()
    {
        Blank();
        if (at == text.Length || text[at] is not ('\'' or '"')) throw Wrong("a text in quotes is due here");
        var end = text.IndexOf(text[at], at + 1);
        if (end < 0 || text.AsSpan(at + 1, end - at - 1).ContainsAny('\\', '\n')) throw Wrong("a text does not end");
        var value = text[(at + 1)..end];
        at = end + 1;
        return value;
    }

    private void Expect(char c)
    {
        if (!Accept(c)) throw Wrong($"'{c}' is due here");
    }

    private bool Accept(char c)
    {
        Blank();
        if (at == text.Length || text[at] != c) return false;
        at++;
        return true;
    }

    private void Blank()
    {
        while (at < text.Length && text[at] is (' ' or '\n' or '\t')) at++;
    }

    private MalformedFileException Wrong(string reason) => file.Malformed(start + at, $"the array's header is not read: {reason}");
}
