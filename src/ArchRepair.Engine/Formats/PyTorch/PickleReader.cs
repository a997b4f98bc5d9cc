using static ArchRepair.Engine.Formats.PickleOpcode;

namespace ArchRepair.Engine.Formats;

/// <summary>
/// Reads one pickle into plain values: a loop over an allow-list of instructions. Nothing is imported, called or executed; names
/// outside <see cref="PickleGlobal"/>'s list end the reading.
/// </summary>
internal sealed class PickleReader(ByteCursor cursor)
{
    // A tensor takes about 28 instructions, so this is a state dict of 35,000 tensors.
    private const int MostInstructions = 1_000_000;
    private const int LongestName = 256;

    private readonly PickleStack stack = new(cursor);
    private readonly PickleObjects objects = new(cursor);

    /// <summary>Reads to the end of the pickle, where the cursor then stands.</summary>
    public static object? Read(ByteCursor cursor) => Read(cursor, out _);

    /// <summary>The same, with every storage that was referred to, by key.</summary>
    public static object? Read(ByteCursor cursor, out IReadOnlyDictionary<string, PickledStorage> storages)
    {
        var reader = new PickleReader(cursor);
        storages = reader.objects.Storages;
        return reader.Run();
    }

    private object? Run()
    {
        if ((PickleOpcode)cursor.Byte() != Protocol) throw cursor.Malformed("a pickle should begin here and does not");
        CheckProtocol();
        for (var step = 0; step < MostInstructions; step++)
        {
            var opcode = (PickleOpcode)cursor.Byte();
            if (opcode == Stop) return stack.Result();
            if (!Scalar(opcode) && !Text(opcode) && !Memory(opcode) && !Container(opcode) && !Object(opcode))
                throw cursor.Malformed($"the pickle instruction 0x{(byte)opcode:x2} is not among those that state dicts need; nothing was executed");
        }
        throw cursor.Malformed($"the pickle has more than {MostInstructions} instructions");
    }

    private bool Scalar(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case None: stack.Push(null); return true;
            case True: stack.Push(true); return true;
            case False: stack.Push(false); return true;
            case BinInt: stack.Push((long)(int)cursor.UInt32()); return true;
            case BinInt1: stack.Push((long)cursor.Byte()); return true;
            case BinInt2: stack.Push((long)cursor.UInt16()); return true;
            case Long1: stack.Push(LongInteger(cursor.Byte())); return true;
            case BinFloat: stack.Push(cursor.BigEndianDouble()); return true;
            default: return false;
        }
    }

    private bool Text(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case BinUnicode or BinString: stack.Push(cursor.Utf8(cursor.UInt32())); return true;
            case ShortBinUnicode or ShortBinString: stack.Push(cursor.Utf8(cursor.Byte())); return true;
            case BinBytes: Drop(cursor.UInt32()); return true;
            case ShortBinBytes: Drop(cursor.Byte()); return true;
            default: return false;
        }
    }

    private bool Memory(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case Mark: stack.Mark(); return true;
            case BinPut: stack.Remember(cursor.Byte()); return true;
            case LongBinPut: stack.Remember(cursor.UInt32()); return true;
            case Memoize: stack.Memoize(); return true;
            case BinGet: stack.Recall(cursor.Byte()); return true;
            case LongBinGet: stack.Recall(cursor.UInt32()); return true;
            case Protocol: CheckProtocol(); return true;
            case Frame: cursor.Skip(8); return true; // A hint for buffering; what matters is the file's own end.
            default: return false;
        }
    }

    private bool Container(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case EmptyTuple: stack.Push(PickleTuple.Empty); return true;
            case EmptyList: stack.Push(new PickleList()); return true;
            case EmptyDictionary: stack.Push(new PickleDictionary()); return true;
            case PickleOpcode.Tuple: stack.Push(new PickleTuple(stack.PopToMark())); return true;
            case Tuple1: stack.Push(new PickleTuple(stack.Pop(1))); return true;
            case Tuple2: stack.Push(new PickleTuple(stack.Pop(2))); return true;
            case Tuple3: stack.Push(new PickleTuple(stack.Pop(3))); return true;
            case Append: objects.Append(stack.Pop(1), stack.Peek()); return true;
            case Appends: objects.Append(stack.PopToMark(), stack.Peek()); return true;
            case SetItem: objects.SetItems(stack.Pop(2), stack.Peek()); return true;
            case SetItems: objects.SetItems(stack.PopToMark(), stack.Peek()); return true;
            default: return false;
        }
    }

    private bool Object(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case Global: stack.Push(objects.Global(Line(), Line())); return true;
            case StackGlobal: stack.Push(objects.StackGlobal(stack.Pop(2))); return true;
            case Reduce: stack.Push(objects.Call(stack.Pop(2))); return true;
            case NewObject: stack.Push(objects.New(stack.Pop(2))); return true;
            case Build: stack.Pop(); objects.CheckBuildable(stack.Peek()); return true;
            case BinPersistentId: stack.Push(objects.Storage(stack.Pop())); return true;
            default: return false;
        }
    }

    private void CheckProtocol()
    {
        var protocol = cursor.Byte();
        if (protocol is < 2 or > 5) throw cursor.Malformed($"pickle protocol {protocol} is not read, only 2 to 5");
    }

    // Python's integers have any length; those over 64 bits occur only as the legacy format's magic number.
    private object LongInteger(int count)
    {
        var bytes = cursor.Take(count);
        if (count > sizeof(long)) return PickleOpaque.Instance;
        long value = count > 0 && (bytes[^1] & 0x80) != 0 ? -1 : 0;
        for (var i = count - 1; i >= 0; i--) value = (value << 8) | bytes[i];
        return value;
    }

    private void Drop(long count)
    {
        cursor.Skip(count);
        stack.Push(PickleOpaque.Instance);
    }

    private string Line()
    {
        Span<char> line = stackalloc char[LongestName];
        for (var i = 0; i < LongestName; i++)
        {
            var next = cursor.Byte();
            if (next == '\n') return new string(line[..i]);
            line[i] = (char)next;
        }
        throw cursor.Malformed($"a name in the pickle is longer than {LongestName} characters");
    }
}
