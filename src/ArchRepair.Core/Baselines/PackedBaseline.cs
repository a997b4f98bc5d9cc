using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

using ArchRepair.Core.Results;

namespace ArchRepair.Core.Baselines;

/// <summary>
/// A baseline as its file holds it since schema 2: the answers of all cells in one code, small enough to commit. (Schema 1 had a
/// compressed row for each cell.)
/// </summary>
/// <param name="Cells">A line for each cell: images, hash of the pixels, name.</param>
/// <param name="Answers">See <see cref="AnswerCode"/>.</param>
/// <param name="AnswersSha256">Hexadecimal SHA-256 of the answers before coding: a code that was damaged decodes to something, too.</param>
internal sealed record PackedBaseline(
    int Schema, string ToolVersion, DateTimeOffset RecordedAt, ulong Seed, ModelIdentity Model, DataIdentity Data, ClassSequence Labels, double Seconds,
    IReadOnlyList<string> Cells, byte[] Answers, string AnswersSha256, ImageMarks? Marks = null)
{
    /// <summary>Most answers that are read, 134 million: all of ImageNet-C has 4.8 million.</summary>
    private const long MostAnswers = 1L << 27;

    public static PackedBaseline Of(Baseline baseline)
    {
        var evaluation = baseline.Evaluation;
        return new PackedBaseline(
            Baseline.CurrentSchema, baseline.ToolVersion, baseline.RecordedAt, baseline.Seed, evaluation.Model, evaluation.Data, evaluation.Labels, evaluation.Seconds,
            [.. evaluation.Cells.Select(cell => string.Create(CultureInfo.InvariantCulture, $"{cell.Images} {cell.PixelsHash} {cell.Cell}"))],
            AnswerCode.Encode(evaluation.Cells, evaluation.Labels), Checksum(evaluation.Cells.Select(cell => cell.Correct)), evaluation.Marks);
    }

    /// <exception cref="JsonException">The file contradicts itself.</exception>
    public Baseline Unpack()
    {
        var cells = Cells.Select(Parse).ToArray();
        if (cells.Sum(cell => (long)cell.Images) > MostAnswers) throw new JsonException($"It claims more than {MostAnswers} answers.");
        var rows = AnswerCode.Decode(Answers, [.. cells.Select(cell => (cell.Cell, cell.Images))], Labels);
        if (Checksum(rows) != AnswersSha256) throw new JsonException("its answers do not have the checksum that it names; it was damaged or edited.");
        var outcomes = cells.Select((cell, i) => new CellOutcome(cell.Cell, rows[i], cell.Hash)).ToArray();
        return new Baseline(Schema, ToolVersion, RecordedAt, Seed, new Evaluation(Model, Data, Labels, outcomes, Seconds, Marks));
    }

    private static (Cell Cell, int Images, string Hash) Parse(string line)
    {
        var parts = line.Split(' ', 3);
        if (parts.Length < 3 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var images))
            throw new JsonException($"'{line}' is no cell; one is a number of images, a hash and a name.");
        var slash = parts[2].LastIndexOf('/');
        if (slash < 0) return (new Cell(parts[2], 0), images, parts[1]);
        return int.TryParse(parts[2].AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var severity) && severity is > 0 and <= 5
            ? (new Cell(parts[2][..slash], severity), images, parts[1])
            : throw new JsonException($"'{line}' names no severity from 1 to 5.");
    }

    private static string Checksum(IEnumerable<BitSet> rows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var row in rows) hash.AppendData(row.ToBytes());
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
