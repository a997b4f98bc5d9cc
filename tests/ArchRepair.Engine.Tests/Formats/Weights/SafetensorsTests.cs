using System.Buffers.Binary;
using System.Text;
using ArchRepair.Engine.Formats;
using CsCheck;

namespace ArchRepair.Engine.Tests.Formats;

public sealed class SafetensorsTests
{
    // Texts with quotes, controls, umlauts and characters outside the first plane.
    private static readonly Gen<string> UnicodeText = Gen.OneOf(
        Gen.String[Gen.Char[' ', '~'], 0, 20], Gen.String[Gen.Char['\u0000', '\u07ff'], 0, 20], Gen.Int[0x10000, 0x1ffff].Select(char.ConvertFromUtf32));

    private ScratchFolder folder = null!;

    [SetUp]
    public void MakeFolder() => folder = new ScratchFolder();

    [TearDown]
    public void RemoveFolder() => folder.Dispose();

    [Test]
    public void A_file_has_exactly_the_bytes_of_the_format()
    {
        var path = folder["w.safetensors"];
        SafetensorsFile.Write(
            path,
            [new("b", StoredType.U8, [3], new byte[] { 7, 8, 9 }), new("a", StoredType.F32, [2], Checkpoints.Floats(1, 2))],
            new Dictionary<string, string> { ["z"] = "2", ["format"] = "pt" });
        const string json = """{"__metadata__":{"format":"pt","z":"2"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[3],"data_offsets":[8,11]}}""";
        var header = json.PadRight((json.Length + 7) / 8 * 8);
        Assert.That(
            System.IO.File.ReadAllBytes(path),
            Is.EqualTo([.. Length(header.Length), .. Encoding.ASCII.GetBytes(header), .. Checkpoints.Floats(1, 2), 7, 8, 9]));
    }

    [Test]
    public void What_is_written_is_read_back()
    {
        var type = Gen.Enum<StoredType>();
        var shape = Gen.Long[0, 4].List[0, 4];
        var tensor = Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 1, 8], type, shape, Gen.Byte).Select((name, type, shape, fill) =>
        {
            var bytes = new byte[shape.Aggregate(1L, (product, size) => product * size) * type.ByteCount()];
            bytes.AsSpan().Fill(type == StoredType.Bool ? (byte)(fill & 1) : fill);
            return new StoredTensor(name, type, shape, bytes);
        });
        var metadata = Gen.Dictionary(UnicodeText, UnicodeText)[0, 3];
        // CsCheck's Sample draws new cases at every run; these are the same at each.
        var (all, random) = (Gen.Select(tensor.List[0, 6], metadata), new PCG(1, 20_260_101));
        for (var i = 0; i < 100; i++)
        {
            var (tensors, text) = all.Generate(random, null, out _);
            AssertRoundTrip([.. tensors.DistinctBy(tensor => tensor.Name)], text);
        }
    }

    private void AssertRoundTrip(IReadOnlyList<StoredTensor> tensors, Dictionary<string, string> metadata)
    {
        var (path, again) = (folder["a.safetensors"], folder["b.safetensors"]);
        SafetensorsFile.Write(path, tensors, metadata);
        var read = WeightsFile.Read(path);
        Assert.That(read.Format, Is.EqualTo("safetensors"));
        Assert.That(read.Tensors.Select(Content).Order(), Is.EqualTo(tensors.Select(Content).Order()));
        Assert.That(read.Metadata, Is.EquivalentTo(metadata));
        SafetensorsFile.Write(again, read.Tensors, read.Metadata);
        Assert.That(System.IO.File.ReadAllBytes(again), Is.EqualTo(System.IO.File.ReadAllBytes(path)));
    }

    [Test]
    public void Wide_elements_come_first_and_the_order_is_kept_within_a_width()
    {
        var path = folder["w.safetensors"];
        SafetensorsFile.Write(path, [
            new("flag", StoredType.Bool, [1], new byte[1]), new("z", StoredType.F32, [1], new byte[4]), new("count", StoredType.I64, [], new byte[8]),
            new("a", StoredType.F32, [1], new byte[4]), new("half", StoredType.BF16, [3], new byte[6])]);
        Assert.That(WeightsFile.Read(path).Tensors.Select(tensor => tensor.Name), Is.EqualTo(["count", "z", "a", "half", "flag"]));
    }

    [Test]
    public void A_name_twice_or_a_reserved_one_is_not_written()
    {
        var tensor = new StoredTensor("a", StoredType.U8, [1], new byte[1]);
        var reserved = new StoredTensor("__metadata__", StoredType.U8, [1], new byte[1]);
        Assert.That(() => SafetensorsFile.Write(folder["w"], [tensor, tensor]), Throws.ArgumentException);
        Assert.That(() => SafetensorsFile.Write(folder["w"], [reserved]), Throws.ArgumentException);
        Assert.That(Directory.EnumerateFileSystemEntries(folder.Path), Is.Empty);
    }

    [TestCase("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "the key a occurs twice")]
    [TestCase("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"\u0061":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "the key a occurs twice")]
    [TestCase("""{"__metadata__":{"k":"1","k":"2"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "the metadata key k occurs twice")]
    [TestCase("""{"a":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "unknown or occurs twice")]
    [TestCase("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"more":1}}""", "unknown or occurs twice")]
    [TestCase("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "a hole or an overlap")]
    [TestCase("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "a hole or an overlap")]
    [TestCase("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "4 bytes follow the last tensor")]
    [TestCase("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""", "outside the 8 bytes")]
    [TestCase("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,-8]}}""", "a size or offset is impossible")]
    [TestCase("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", "which is not F32 [3]")]
    [TestCase("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}""", "which is not F32")]
    [TestCase("""{"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}""", "a size or offset is impossible")]
    [TestCase("""{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}}""", "a size or offset is impossible")]
    [TestCase("""{"a":{"dtype":"F32","shape":["2"],"data_offsets":[0,8]}}""", "is no number")]
    [TestCase("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4,8]}}""", "a size or offset is impossible")]
    [TestCase("""{"a":{"dtype":"F32","shape":[2]}}""", "lacks one of")]
    [TestCase("""{"a":{"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]}}""", "element type F8_E4M3")]
    [TestCase("""{"a":[1]}""", "StartObject is due")]
    [TestCase("""{"__metadata__":{"k":1},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "String is due")]
    [TestCase("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},}""", "not the JSON")]
    [TestCase("""{"a":{"dtype":"F32","shape":[[2]],"data_offsets":[0,8]}}""", "not the JSON")]
    [TestCase("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} x""", "not the JSON")]
    [TestCase("""{"\ud800":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "not valid Unicode")]
    [TestCase("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}""", "not the JSON")]
    public void A_header_that_lies_is_refused(string header, string reason) =>
        Assert.That(Hostile.Reason(File(header, new byte[8]), WeightsFile.Read), Does.Contain(reason));

    [Test]
    public void A_header_of_any_announced_length_is_checked_before_it_is_allocated()
    {
        byte[] huge = [.. Length(100_000_001), (byte)'{', 0];
        byte[] large = [.. Length(99_999_999), (byte)'{', 0];
        Assert.That(Hostile.Read(huge, WeightsFile.Read), Is.Null);
        Assert.That(Hostile.Read(large, WeightsFile.Read), Is.Null);
        Assert.That(Hostile.Reason(large, WeightsFile.Read), Does.Contain("said to have 99999999 bytes, but the file has 10"));
    }

    [Test]
    public void Truncated_and_damaged_files_are_refused_or_read_as_another_sound_file()
    {
        var path = folder["w.safetensors"];
        SafetensorsFile.Write(
            path,
            [new("conv.weight", StoredType.F32, [2, 3], Checkpoints.Floats(1, 2, 3, 4, 5, 6)), new("on", StoredType.Bool, [2], new byte[] { 1, 0 })],
            new Dictionary<string, string> { ["genotype"] = """{"edges":["conv3x3"]}""" });
        var bytes = System.IO.File.ReadAllBytes(path);
        Assert.That(Hostile.AcceptedTruncations(bytes, WeightsFile.Read), Is.Empty);
        foreach (var (_, value) in Hostile.AcceptedFlips(bytes, WeightsFile.Read))
            Assert.That(value.Tensors.Sum(tensor => tensor.Bytes.Length), Is.EqualTo(26));
    }

    private static byte[] File(string header, byte[] elements) => [.. Length(header.Length), .. Encoding.UTF8.GetBytes(header), .. elements];

    private static byte[] Length(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes;
    }

    private static string Content(StoredTensor tensor) => $"{tensor} {Convert.ToHexString(tensor.Bytes.Span)}";
}
