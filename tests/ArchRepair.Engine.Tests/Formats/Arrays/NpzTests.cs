using System.IO.Compression;
using System.Text.Json;
using ArchRepair.Engine.Formats;
using ArchRepair.Tests;

namespace ArchRepair.Engine.Tests.Formats;

public sealed class NpzTests
{
    [Test]
    public void Archives_that_numpy_wrote_hold_what_their_manifest_says()
    {
        using var manifest = JsonDocument.Parse(File.ReadAllText(RealData.RequireFixture("corruptions", "manifest.json")));
        var count = 0;
        foreach (var file in manifest.RootElement.GetProperty("files").EnumerateObject())
        {
            // Some of the files that the manifest describes are kept elsewhere.
            var path = RealData.RequireFixture("corruptions", file.Name);
            if (!File.Exists(path)) continue;
            using var archive = NpzFile.Open(path);
            var described = file.Value.GetProperty("arrays").EnumerateObject().ToList();
            Assert.That(archive.Names, Is.EquivalentTo(described.Select(array => array.Name)));
            foreach (var array in described)
            {
                var read = archive.Read(array.Name);
                Assert.That(read.Shape, Is.EqualTo(array.Value[1].EnumerateArray().Select(size => size.GetInt64())), $"{file.Name}/{array.Name}");
                count++;
            }
        }
        Assert.That(count, Is.EqualTo(708));
    }

    [Test]
    public void Damaged_archives_are_refused_or_read_as_they_were()
    {
        byte[] npy = [0x93, .. "NUMPY"u8, 1, 0, 56, 0, .. Checkpoints.Ascii("{'descr': '|u1', 'fortran_order': False, 'shape': (9,)}\n"), .. new byte[9]];
        var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = zip.CreateEntry("x.npy").Open())
            entry.Write(npy);
        var bytes = packed.ToArray();
        Assert.That(Hostile.Read(bytes, Content), Is.EqualTo("x [9] 000000000000000000"));
        Assert.That(Hostile.AcceptedTruncations(bytes, Content), Is.Empty);
        Assert.That(Hostile.AcceptedFlips(bytes, Content).Where(flip => !flip.Value.EndsWith(" [9] 000000000000000000", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void A_size_that_no_deflate_reaches_is_refused()
    {
        var zip = new ZipBuilder().Add("x.npy", [3, 0], entry => entry with { Method = 8, UnpackedLength = 900_000_000 }).Build();
        Assert.That(Hostile.Reason(zip, Content), Does.Contain("cannot unpack 2 bytes to 900000000"));
        Assert.That(Hostile.Read(zip, Content), Is.Null);
    }

    [Test]
    public void More_than_was_announced_is_refused()
    {
        var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true)) deflate.Write(new byte[5_000_000]);
        var zip = new ZipBuilder().Add("x.npy", packed.ToArray(), entry => entry with { Method = 8, UnpackedLength = 100 }).Build();
        Assert.That(Hostile.Reason(zip, Content), Does.Contain("more than 100"));
    }

    private static string Content(SourceFile file)
    {
        using var archive = NpzFile.Open(file);
        var array = archive.Read(archive.Names[0]);
        return $"{archive.Names[0]} [{string.Join(", ", array.Shape)}] {Convert.ToHexString(array.Bytes.Span)}";
    }
}
