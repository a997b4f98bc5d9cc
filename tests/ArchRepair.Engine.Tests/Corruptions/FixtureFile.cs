using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace ArchRepair.Engine.Tests.Corruptions;

/// <summary>The arrays of one reference file (.npz), just enough of the format for these fixtures.</summary>
internal sealed partial class FixtureFile
{
    private readonly Dictionary<string, (string Type, byte[] Data)> _arrays = new(StringComparer.Ordinal);

    public FixtureFile(string path)
    {
        using var archive = ZipFile.OpenRead(path);
        foreach (var entry in archive.Entries)
        {
            using var stream = entry.Open();
            using var memory = new MemoryStream();
            stream.CopyTo(memory);
            var bytes = memory.ToArray();
            var headerLength = BitConverter.ToUInt16(bytes, 8);
            var header = Encoding.ASCII.GetString(bytes, 10, headerLength);
            _arrays[entry.Name[..^4]] = (TypeOf().Match(header).Groups[1].Value, bytes[(10 + headerLength)..]);
        }
    }

    public IEnumerable<string> Names => _arrays.Keys;

    public byte[] Bytes(string name) => _arrays[name].Data;

    /// <summary>The values of an array of any type the fixtures use.</summary>
    public double[] Values(string name)
    {
        var (type, data) = _arrays[name];
        return type switch
        {
            "|u1" => [.. data.Select(b => (double)b)],
            "|i1" => [.. data.Select(b => (double)(sbyte)b)],
            "<i8" => [.. Enumerable.Range(0, data.Length / 8).Select(i => (double)BitConverter.ToInt64(data, i * 8))],
            "<f8" => [.. Enumerable.Range(0, data.Length / 8).Select(i => BitConverter.ToDouble(data, i * 8))],
            _ => throw new NotSupportedException(type),
        };
    }

    /// <summary>The recorded draws of one cell and image, in call order.</summary>
    public IReadOnlyList<double[]> Tape(string prefix)
    {
        List<double[]> tape = [];
        while (Names.FirstOrDefault(n => n == $"{prefix}_tape{tape.Count}" || n.StartsWith($"{prefix}_tape{tape.Count}_", StringComparison.Ordinal)) is { } name)
            tape.Add(Values(name));
        return tape;
    }

    [GeneratedRegex("'descr': '([^']+)'")]
    private static partial Regex TypeOf();
}
