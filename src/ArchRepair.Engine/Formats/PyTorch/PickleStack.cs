namespace ArchRepair.Engine.Formats;

/// <summary>Stack, marks and memo of a pickle, each bounded.</summary>
internal sealed class PickleStack(ByteCursor cursor)
{
    private const int LargestStack = 1 << 18;
    private const int LargestMemo = 1 << 19;
    private const int DeepestNesting = 1000;

    private readonly List<object?> items = [];
    private readonly List<int> marks = [];
    private readonly Dictionary<long, object?> memo = [];

    private int Floor => marks.Count == 0 ? 0 : marks[^1];

    public void Push(object? value)
    {
        if (items.Count == LargestStack) throw cursor.Malformed($"the pickle piles up more than {LargestStack} values");
        items.Add(value);
    }

    public object? Pop()
    {
        var value = Peek();
        items.RemoveAt(items.Count - 1);
        return value;
    }

    /// <summary>The topmost value; those under the last mark are out of reach.</summary>
    public object? Peek() => items.Count > Floor ? items[^1] : throw cursor.Malformed("the pickle takes a value where there is none");

    public void Mark()
    {
        if (marks.Count == DeepestNesting) throw cursor.Malformed($"the pickle is nested deeper than {DeepestNesting} levels");
        marks.Add(items.Count);
    }

    /// <summary>Takes all values above the last mark, and the mark.</summary>
    public object?[] PopToMark()
    {
        if (marks.Count == 0) throw cursor.Malformed("the pickle closes what it never opened");
        var start = marks[^1];
        marks.RemoveAt(marks.Count - 1);
        object?[] taken = [.. items[start..]];
        items.RemoveRange(start, items.Count - start);
        return taken;
    }

    public object?[] Pop(int count)
    {
        var taken = new object?[count];
        for (var i = count - 1; i >= 0; i--) taken[i] = Pop();
        return taken;
    }

    public void Remember(long index)
    {
        if (memo.Count == LargestMemo) throw cursor.Malformed($"the pickle remembers more than {LargestMemo} values");
        memo[index] = Peek();
    }

    public void Memoize() => Remember(memo.Count);

    public void Recall(long index)
    {
        if (!memo.TryGetValue(index, out var value)) throw cursor.Malformed($"the pickle recalls value {index}, which it never stored");
        Push(value);
    }

    /// <summary>The one value that must be left at the end.</summary>
    public object? Result()
    {
        var value = Pop();
        return items.Count == 0 && marks.Count == 0 ? value : throw cursor.Malformed("the pickle ends with values left over");
    }
}
