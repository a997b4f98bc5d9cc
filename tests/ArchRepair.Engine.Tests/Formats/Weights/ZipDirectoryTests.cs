using ArchRepair.Engine.Formats;

namespace ArchRepair.Engine.Tests.Formats;

/// <summary>Zips that lie, one lie at a time.</summary>
public sealed class ZipDirectoryTests
{
    private static readonly byte[] Pickle = new PickleBuilder().Dictionary(items => items.Text("w").Tensor(TensorSpecification.Row("0", 2))).Stop();
    private static readonly byte[] Storage = Checkpoints.Floats(1, 2);

    [Test]
    public void Sizes_behind_the_data_and_zip64_fields_are_read()
    {
        Assert.That(Read(Checkpoint(entry => entry with { Flags = 8 })), Is.EqualTo(Storage));
        Assert.That(Read(Checkpoint(entry => entry with { IsWide = true })), Is.EqualTo(Storage));
        Assert.That(Read(Checkpoint(null, new ZipBuilder { HasWideEnd = true })), Is.EqualTo(Storage));
    }

    [Test]
    public void Any_damage_to_the_data_is_seen_by_its_crc()
    {
        Assert.That(Reason(Checkpoint(entry => entry with { Crc = entry.Crc ^ 1 })), Does.Contain("has CRC"));
        var zip = new ZipBuilder().Add("archive/data.pkl", Pickle).Add("archive/data/0", Storage).Add("archive/unused", [1], entry => entry with { Crc = 0 });
        Assert.That(Reason(zip), Does.Contain("archive/unused has CRC"));
    }

    [Test]
    public void Two_entries_of_one_name_are_refused()
    {
        var zip = new ZipBuilder().Add("archive/data.pkl", Pickle).Add("archive/data/0", Storage).Add("archive/data/0", Storage);
        Assert.That(Reason(zip), Does.Contain("two entries named archive/data/0"));
    }

    [Test]
    public void A_local_header_that_contradicts_the_directory_is_refused()
    {
        Assert.That(Reason(Checkpoint(entry => entry with { LocalName = "archive/data/1" })), Does.Contain("contradicts the directory"));
        Assert.That(Reason(Checkpoint(entry => entry with { LocalCrc = 7 })), Does.Contain("contradicts the directory in size or CRC"));
        Assert.That(Reason(Checkpoint(entry => entry with { Flags = 8, LocalCrc = 7 })), Does.Contain("descriptor"));
        Assert.That(Reason(Checkpoint(entry => entry with { LocalOffset = 1 })), Does.Contain("does not begin with its signature"));
        Assert.That(Reason(Checkpoint(entry => entry with { LocalOffset = 0xffff_0000 })), Does.Contain("lies behind the directory"));
    }

    [Test]
    public void Overlapping_entries_are_refused()
    {
        var inner = new ZipBuilder().Add("archive/data/1", [1, 2]).Build();
        var outer = new ZipBuilder().Add("archive/data.pkl", Pickle).Add("archive/data/0", inner);
        var at = 30L + "archive/data.pkl".Length + Pickle.Length + 30 + "archive/data/0".Length;
        outer.Add("archive/data/1", [1, 2], entry => entry with { LocalOffset = at });
        Assert.That(Reason(outer), Does.Contain("overlap"));
    }

    [Test]
    public void Compressed_encrypted_and_unknown_entries_are_refused()
    {
        Assert.That(Reason(Checkpoint(entry => entry with { Method = 8 })), Does.Contain("is compressed"));
        Assert.That(Reason(Checkpoint(entry => entry with { Method = 12 })), Does.Contain("compression method 12"));
        Assert.That(Reason(Checkpoint(entry => entry with { Flags = 1 })), Does.Contain("encrypted"));
        Assert.That(Reason(Checkpoint(entry => entry with { UnpackedLength = 9 })), Does.Contain("has two sizes"));
    }

    [TestCase("../data/0")]
    [TestCase("archive//0")]
    [TestCase("/data/0")]
    [TestCase("archive\\data\\0")]
    [TestCase("archive/data/\n")]
    [TestCase("")]
    public void A_name_that_is_no_plain_relative_path_is_refused(string name) =>
        Assert.That(Reason(new ZipBuilder().Add("archive/data.pkl", Pickle).Add(name, Storage)), Does.Contain("not a plain relative path"));

    [Test]
    public void There_is_one_root_folder()
    {
        Assert.That(Reason(new ZipBuilder().Add("archive/data.pkl", Pickle).Add("other/data/0", Storage)), Does.Contain("not one root folder"));
        Assert.That(Reason(new ZipBuilder().Add("data.pkl", Pickle)), Does.Contain("not one root folder"));
        Assert.That(Reason(new ZipBuilder().Add("archive/other.pkl", Pickle)), Does.Contain("no data.pkl"));
    }

    [Test]
    public void The_number_of_entries_must_be_the_directorys()
    {
        Assert.That(Reason(Checkpoint(null, new ZipBuilder { CountLie = -1 })), Does.Contain("longer than its entries"));
        Assert.That(Reason(Checkpoint(null, new ZipBuilder { CountLie = 1 })), Does.Contain("bytes are announced").Or.Contain("do not fit"));
        Assert.That(Reason(Checkpoint(null, new ZipBuilder { CountLie = 60_000 })), Does.Contain("do not fit"));
    }

    [Test]
    public void A_script_archive_is_refused_with_the_way_out()
    {
        var zip = Checkpoints.ZipOf(Pickle, ("0", Storage)).Add("archive/constants.pkl", [0x80, 2, (byte)')', (byte)'.']);
        Assert.That(Reason(zip), Does.Contain("TorchScript").And.Contains("torch.jit.load"));
        Assert.That(Reason(Checkpoints.ZipOf(Pickle, ("0", Storage)).Add("archive/code/__torch__.py", [1])), Does.Contain("TorchScript"));
    }

    [Test]
    public void The_byte_order_must_be_little()
    {
        Assert.That(Read(Checkpoints.ZipOf(Pickle, ("0", Storage)).Add("archive/byteorder", Checkpoints.Ascii("little"))), Is.EqualTo(Storage));
        Assert.That(Reason(Checkpoints.ZipOf(Pickle, ("0", Storage)).Add("archive/byteorder", Checkpoints.Ascii("big"))), Does.Contain("'big'"));
        Assert.That(Reason(Checkpoints.ZipOf(Pickle, ("0", Storage)).Add("archive/byteorder", new byte[1000])), Does.Contain("something else"));
    }

    [Test]
    public void Something_behind_the_pickle_is_refused() =>
        Assert.That(Reason(Checkpoints.ZipOf([.. Pickle, 0], ("0", Storage))), Does.Contain("follows the pickle"));

    [Test]
    public void Something_behind_the_zip_is_refused() =>
        Assert.That(Hostile.Reason([.. Checkpoints.Zip(Pickle, ("0", Storage)), 0], WeightsFile.Read), Does.Contain("no end record"));

    private static ZipBuilder Checkpoint(Func<ZipBuilder.Entry, ZipBuilder.Entry>? change, ZipBuilder? zip = null) =>
        (zip ?? new ZipBuilder()).Add("archive/data.pkl", Pickle).Add("archive/data/0", Storage, change);

    private static byte[] Read(ZipBuilder zip)
    {
        using var file = SourceFile.OfBytes("zip", zip.Build());
        return WeightsFile.Read(file).Tensors[0].Bytes.ToArray();
    }

    private static string Reason(ZipBuilder zip) => Hostile.Reason(zip.Build(), WeightsFile.Read);
}
