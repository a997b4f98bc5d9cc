using System.IO.Hashing;
using System.Text;

namespace ArchRepair.Engine.Tests.Formats;

/// <summary>Writes a zip entry by entry, so that a test can make any of its statements a lie.</summary>
internal sealed class ZipBuilder
{
    private readonly List<Entry> entries = [];

    /// <summary>Writes zip64 end records beside the ordinary one.</summary>
    public bool HasWideEnd { get; init; }

    /// <summary>Added to the number of entries that the end record states.</summary>
    public int CountLie { get; init; }

    public ZipBuilder Add(string name, byte[] bytes, Func<Entry, Entry>? change = null)
    {
        var entry = new Entry(name, bytes, Crc32.HashToUInt32(bytes));
        entries.Add(change is null ? entry : change(entry));
        return this;
    }

    public byte[] Build()
    {
        var zip = new MemoryStream();
        var writer = new BinaryWriter(zip);
        var offsets = entries.Select(entry => WriteLocal(writer, entry)).ToList();
        var directory = zip.Position;
        for (var i = 0; i < entries.Count; i++) WriteCentral(writer, entries[i], entries[i].LocalOffset ?? offsets[i]);
        WriteEnd(writer, directory, zip.Position - directory);
        return zip.ToArray();
    }

    private static long WriteLocal(BinaryWriter writer, Entry entry)
    {
        var at = writer.BaseStream.Position;
        var isLater = (entry.Flags & 8) != 0;
        var name = Encoding.UTF8.GetBytes(entry.LocalName ?? entry.Name);
        writer.Write(0x04034b50);
        writer.Write((ushort)20);
        writer.Write(entry.Flags);
        writer.Write(entry.Method);
        writer.Write(0);
        writer.Write(isLater ? 0 : entry.LocalCrc ?? entry.Crc);
        writer.Write(isLater ? 0 : entry.IsWide ? -1 : entry.Bytes.Length);
        writer.Write(isLater ? 0 : entry.IsWide ? -1 : entry.UnpackedLength ?? entry.Bytes.Length);
        writer.Write((ushort)name.Length);
        writer.Write((ushort)(entry.IsWide ? 20 : 0));
        writer.Write(name);
        if (entry.IsWide) WriteWide(writer, entry);
        writer.Write(entry.Bytes);
        if (!isLater) return at;
        writer.Write(0x08074b50);
        writer.Write(entry.LocalCrc ?? entry.Crc);
        writer.Write(entry.Bytes.Length);
        writer.Write(entry.UnpackedLength ?? entry.Bytes.Length);
        return at;
    }

    private static void WriteCentral(BinaryWriter writer, Entry entry, long offset)
    {
        var name = Encoding.UTF8.GetBytes(entry.Name);
        writer.Write(0x02014b50);
        writer.Write(20 | 20 << 16);
        writer.Write(entry.Flags);
        writer.Write(entry.Method);
        writer.Write(0);
        writer.Write(entry.Crc);
        writer.Write(entry.IsWide ? -1 : entry.Bytes.Length);
        writer.Write(entry.IsWide ? -1 : entry.UnpackedLength ?? entry.Bytes.Length);
        writer.Write((ushort)name.Length);
        writer.Write((ushort)(entry.IsWide ? 20 : 0));
        writer.Write(new byte[10]);
        writer.Write((uint)offset);
        writer.Write(name);
        if (entry.IsWide) WriteWide(writer, entry);
    }

    private static void WriteWide(BinaryWriter writer, Entry entry)
    {
        writer.Write((ushort)1);
        writer.Write((ushort)16);
        writer.Write((long)(entry.UnpackedLength ?? entry.Bytes.Length));
        writer.Write((long)entry.Bytes.Length);
    }

    private void WriteEnd(BinaryWriter writer, long directory, long directoryBytes)
    {
        var count = entries.Count + CountLie;
        if (HasWideEnd)
        {
            var at = writer.BaseStream.Position;
            writer.Write(0x06064b50);
            writer.Write(44L);
            writer.Write(45 | 45 << 16);
            writer.Write(0L);
            writer.Write((long)count);
            writer.Write((long)count);
            writer.Write(directoryBytes);
            writer.Write(directory);
            writer.Write(0x07064b50);
            writer.Write(0);
            writer.Write(at);
            writer.Write(1);
        }
        writer.Write(0x06054b50);
        writer.Write(0);
        writer.Write((ushort)count);
        writer.Write((ushort)count);
        writer.Write((uint)directoryBytes);
        writer.Write(HasWideEnd ? uint.MaxValue : (uint)directory);
        writer.Write((ushort)0);
    }

    /// <summary>An entry with what its headers say of it.</summary>
    internal sealed record Entry(string Name, byte[] Bytes, uint Crc)
    {
        public ushort Flags { get; init; }

        public ushort Method { get; init; }

        public uint? LocalCrc { get; init; }

        public string? LocalName { get; init; }

        public long? LocalOffset { get; init; }

        public int? UnpackedLength { get; init; }

        public bool IsWide { get; init; }
    }
}
