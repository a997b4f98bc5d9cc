using System.Buffers.Binary;
using System.Text;

namespace ArchRepair.Engine.Native;

/// <summary>
/// The parts of a 64-bit little-endian ELF library that say which versions of other libraries' symbols it needs. Everything
/// is read from spans with checked bounds; a file that does not hold together is an <see cref="InvalidDataException"/>.
/// </summary>
/// <remarks>Layouts: System V gABI (sections, symbols, relocations) and the Linux Standard Base (symbol versioning).</remarks>
internal sealed class ElfLibrary
{
    private const int HeaderSize = 64, SectionSize = 64, SymbolSize = 24, RelocationSize = 24, NeedSize = 16, AuxiliarySize = 16;
    private const uint DynamicSymbols = 11, Relocations = 4, VersionNeeds = 0x6ffffffe, SymbolVersions = 0x6fffffff;
    private const ushort HiddenBit = 0x8000;

    private readonly byte[] bytes;
    private readonly List<Section> sections = [];

    private sealed record Section(uint Type, long Offset, long Size, int Link);

    /// <param name="Name">Version such as "GLIBCXX_3.4.32".</param>
    /// <param name="Library">Library that must provide it, "libstdc++.so.6".</param>
    /// <param name="Index">Number by which <c>.gnu.version</c> refers to it.</param>
    /// <param name="FlagsOffset">Where the two bytes of <c>vna_flags</c> stand in the file.</param>
    internal sealed record VersionNeed(string Name, string Library, ushort Index, int FlagsOffset);

    /// <exception cref="InvalidDataException">Not a whole 64-bit little-endian ELF file.</exception>
    public ElfLibrary(byte[] bytes)
    {
        this.bytes = bytes;
        if (bytes.Length < HeaderSize || !bytes.AsSpan(0, 6).SequenceEqual("\u007fELF\u0002\u0001"u8))
            throw new InvalidDataException("not a 64-bit little-endian ELF file.");
        var table = (long)Read(0x28, 8);
        var entrySize = (int)Read(0x3a, 2);
        var count = (int)Read(0x3c, 2);
        if (entrySize != SectionSize) throw new InvalidDataException($"section headers are {entrySize} bytes long, not {SectionSize}.");
        for (var index = 0; index < count; index++)
        {
            var at = table + (long)index * SectionSize;
            var section = new Section((uint)Read(at + 4, 4), (long)Read(at + 24, 8), (long)Read(at + 32, 8), (int)Read(at + 40, 4));
            sections.Add(section);
        }
    }

    /// <summary>All version needs, in file order.</summary>
    public IReadOnlyList<VersionNeed> ReadVersionNeeds()
    {
        List<VersionNeed> needs = [];
        foreach (var section in sections.Where(section => section.Type == VersionNeeds))
        {
            var names = Linked(section);
            // Entries are chained by relative offsets; a count bounded by what fits stops a chain that bites its tail.
            var at = section.Offset;
            for (var budget = section.Size / NeedSize; ; budget--)
            {
                if (budget <= 0) throw new InvalidDataException("the chain of version needs does not end.");
                var auxiliaryCount = (int)Read(at + 2, 2);
                var library = Text(names, (long)Read(at + 4, 4));
                ReadAuxiliaries(at + (long)Read(at + 8, 4), auxiliaryCount, names, library, needs);
                var next = (long)Read(at + 12, 4);
                if (next == 0) break;
                at += next;
            }
        }
        return needs;
    }

    /// <summary>Names of the symbols that carry version <paramref name="index"/> and that some relocation really uses.</summary>
    public IReadOnlyList<string> SymbolsInUse(ushort index)
    {
        var used = new HashSet<long>();
        foreach (var section in sections.Where(section => section.Type == Relocations))
            for (var at = section.Offset; at + RelocationSize <= End(section); at += RelocationSize)
                used.Add((long)(Read(at + 8, 8) >> 32));

        List<string> names = [];
        foreach (var versions in sections.Where(section => section.Type == SymbolVersions))
        {
            var symbols = Linked(versions);
            if (symbols.Type != DynamicSymbols) throw new InvalidDataException("symbol versions belong to no symbol table.");
            var texts = Linked(symbols);
            for (long symbol = 0; symbol < versions.Size / 2; symbol++)
            {
                var version = (ushort)Read(versions.Offset + symbol * 2, 2);
                if ((version & ~HiddenBit) == index && used.Contains(symbol))
                    names.Add(Text(texts, (long)Read(symbols.Offset + symbol * SymbolSize, 4)));
            }
        }
        return names;
    }

    private void ReadAuxiliaries(long at, int count, Section names, string library, List<VersionNeed> needs)
    {
        for (var auxiliary = 0; auxiliary < count; auxiliary++)
        {
            if (at + AuxiliarySize > bytes.Length) throw new InvalidDataException("a version need lies past the end of the file.");
            needs.Add(new VersionNeed(Text(names, (long)Read(at + 8, 4)), library, (ushort)Read(at + 6, 2), checked((int)(at + 4))));
            at += (long)Read(at + 12, 4);
        }
    }

    private Section Linked(Section section) =>
        section.Link >= 0 && section.Link < sections.Count
            ? sections[section.Link]
            : throw new InvalidDataException($"a section refers to section {section.Link} of {sections.Count}.");

    private long End(Section section) =>
        section.Offset >= 0 && section.Size >= 0 && section.Offset <= bytes.Length - section.Size
            ? section.Offset + section.Size
            : throw new InvalidDataException("a section lies past the end of the file.");

    private string Text(Section names, long offset)
    {
        var end = End(names);
        var start = names.Offset + offset;
        if (offset < 0 || start >= end) throw new InvalidDataException("a name lies outside its string table.");
        var text = bytes.AsSpan((int)start, (int)(end - start));
        var length = text.IndexOf((byte)0);
        return length >= 0 ? Encoding.ASCII.GetString(text[..length]) : throw new InvalidDataException("a name has no end.");
    }

    private ulong Read(long offset, int size)
    {
        if (offset < 0 || offset > bytes.Length - size) throw new InvalidDataException($"the file ends before offset {offset}.");
        var at = bytes.AsSpan((int)offset);
        return size switch
        {
            2 => BinaryPrimitives.ReadUInt16LittleEndian(at),
            4 => BinaryPrimitives.ReadUInt32LittleEndian(at),
            _ => BinaryPrimitives.ReadUInt64LittleEndian(at),
        };
    }
}
