using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ArchRepair.Core.Results;

/// <summary>
/// The answers for some images of a cell as they were measured: what a cache keeps and what shards hand in. The parts of a cell
/// join into the one <see cref="CellOutcome"/> that a single measurement gives, to the byte.
/// </summary>
/// <param name="Start">First image; a multiple of <see cref="Piece"/>.</param>
/// <param name="Images">Images of the whole cell.</param>
/// <param name="Predicted">Class answered for each image from <paramref name="Start"/> on.</param>
/// <param name="Confidences">Softmax probability of each answer, in [0,1].</param>
/// <param name="Marks">A mark of each image's pixels; see <see cref="ImageMarks"/>.</param>
/// <param name="PieceHashes">XXH128 of the pixels of each <see cref="Piece"/> images.</param>
/// <param name="Seconds">Time that its reading, corrupting and answering took, summed over threads.</param>
public sealed record CellPart(
    Cell Cell, int Start, int Images, ReadOnlyMemory<ushort> Predicted, ReadOnlyMemory<float> Confidences, ReadOnlyMemory<byte> Marks, ReadOnlyMemory<UInt128> PieceHashes, double Seconds)
{
    /// <summary>Images that are hashed, and answered, together; the number is part of every pixel hash.</summary>
    public const int Piece = 128;

    private const uint Magic = 0x31504341; // "ACP1"
    private const int HeaderBytes = 32;
    private const int BytesPerImage = 7;

    public int Count => Predicted.Length;

    /// <summary>Number of pieces of so many images.</summary>
    public static int PiecesOf(int images) => (images + Piece - 1) / Piece;

    /// <summary>Little-endian: magic, length of the name, severity, start, count, images, seconds, name, classes, confidences, marks, hashes.</summary>
    public byte[] ToBytes()
    {
        var name = System.Text.Encoding.UTF8.GetBytes(Cell.Corruption);
        var bytes = new byte[HeaderBytes + name.Length + (Count * BytesPerImage) + (PieceHashes.Length * 16)];
        var at = bytes.AsSpan();
        BinaryPrimitives.WriteUInt32LittleEndian(at, Magic);
        BinaryPrimitives.WriteUInt16LittleEndian(at[4..], (ushort)name.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(at[6..], (ushort)Cell.Severity);
        BinaryPrimitives.WriteInt32LittleEndian(at[8..], Start);
        BinaryPrimitives.WriteInt32LittleEndian(at[12..], Count);
        BinaryPrimitives.WriteInt32LittleEndian(at[16..], Images);
        BinaryPrimitives.WriteDoubleLittleEndian(at[24..], Seconds);
        name.CopyTo(at[HeaderBytes..]);
        at = at[(HeaderBytes + name.Length)..];
        for (var i = 0; i < Count; i++) BinaryPrimitives.WriteUInt16LittleEndian(at[(2 * i)..], Predicted.Span[i]);
        at = at[(2 * Count)..];
        for (var i = 0; i < Count; i++) BinaryPrimitives.WriteSingleLittleEndian(at[(4 * i)..], Confidences.Span[i]);
        at = at[(4 * Count)..];
        Marks.Span.CopyTo(at);
        at = at[Count..];
        for (var i = 0; i < PieceHashes.Length; i++) BinaryPrimitives.WriteUInt128LittleEndian(at[(16 * i)..], PieceHashes.Span[i]);
        return bytes;
    }

    /// <returns>Null when the bytes are not those of a part.</returns>
    public static CellPart? FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderBytes || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic) return null;
        int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(bytes[4..]);
        int severity = BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]);
        var (start, count, images) = (BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]), BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]), BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]));
        if (start < 0 || start % Piece != 0 || count < 0 || images < count || start > images - count) return null;
        if (bytes.Length != HeaderBytes + nameLength + ((long)BytesPerImage * count) + (16L * PiecesOf(count))) return null;
        var name = System.Text.Encoding.UTF8.GetString(bytes.Slice(HeaderBytes, nameLength));
        var rest = bytes[(HeaderBytes + nameLength)..];
        var (predicted, confidences, hashes) = (new ushort[count], new float[count], new UInt128[PiecesOf(count)]);
        for (var i = 0; i < count; i++) predicted[i] = BinaryPrimitives.ReadUInt16LittleEndian(rest[(2 * i)..]);
        rest = rest[(2 * count)..];
        for (var i = 0; i < count; i++) confidences[i] = BinaryPrimitives.ReadSingleLittleEndian(rest[(4 * i)..]);
        rest = rest[(4 * count)..];
        var marks = rest[..count].ToArray();
        rest = rest[count..];
        for (var i = 0; i < hashes.Length; i++) hashes[i] = BinaryPrimitives.ReadUInt128LittleEndian(rest[(16 * i)..]);
        return new CellPart(new Cell(name, severity), start, images, predicted, confidences, marks, hashes, BinaryPrimitives.ReadDoubleLittleEndian(bytes[24..]));
    }

    /// <summary>The outcome that the parts of one cell make up.</summary>
    /// <param name="parts">All of one cell, ascending, without gap or overlap.</param>
    /// <param name="labels">True class of each base image; at least as many as the cell has images.</param>
    /// <exception cref="ArgumentException">The parts are of several cells, leave a gap, overlap, or have more images than labels.</exception>
    public static CellOutcome Join(IReadOnlyList<CellPart> parts, ReadOnlySpan<ushort> labels)
    {
        var next = 0;
        foreach (var part in parts)
        {
            if (part.Cell != parts[0].Cell || part.Images != parts[0].Images || part.Start != next) throw new ArgumentException($"The part of {part.Cell} from image {part.Start} on does not follow image {next} of {parts[0].Cell}.", nameof(parts));
            next += part.Count;
        }

        if (parts.Count == 0 || next != parts[0].Images || next > labels.Length) throw new ArgumentException($"The parts hold {next} images; the cell has {(parts.Count == 0 ? 0 : parts[0].Images)} and there are {labels.Length} labels.", nameof(parts));
        ushort[] predicted = [.. parts.SelectMany(part => part.Predicted.ToArray())];
        float[] confidences = [.. parts.SelectMany(part => part.Confidences.ToArray())];
        UInt128[] hashes = [.. parts.SelectMany(part => part.PieceHashes.ToArray())];
        byte[] marks = [.. parts.SelectMany(part => part.Marks.ToArray())];
        var correct = new bool[next];
        for (var i = 0; i < next; i++) correct[i] = predicted[i] == labels[i];
        var right = BitSet.FromBools(correct);
        var hash = System.IO.Hashing.XxHash128.Hash(MemoryMarshal.AsBytes(hashes.AsSpan()));
        return new CellOutcome(
            parts[0].Cell, right, Convert.ToHexStringLower(hash), new ClassSequence(predicted), new ImageMarks(marks), ConfidenceHistogram.Of(confidences, right));
    }

    /// <summary>An evaluation with the cells that parts make up.</summary>
    /// <param name="frame">Identities and labels.</param>
    /// <param name="parts">All parts of all cells, cells in their order, each cell's parts ascending.</param>
    /// <exception cref="ArgumentException">The parts of a cell do not join.</exception>
    public static Evaluation Fill(Evaluation frame, IEnumerable<CellPart> parts)
    {
        var labels = frame.Labels;
        var outcomes = parts.GroupBy(part => part.Cell).Select(cell => Join([.. cell], labels.AsSpan())).ToArray();
        return frame with
        {
            Cells = [.. outcomes.Select(outcome => outcome with { Marks = null })],
            Marks = ImageMarks.Sum(outcomes.Where(outcome => !outcome.Cell.IsClean).Select(outcome => outcome.Marks)),
        };
    }
}
