using System.Text;
using ArchRepair.Engine.Formats;

namespace ArchRepair.Engine.Tests.Formats;

public sealed class NpyTests
{
    private ScratchFolder folder = null!;

    [SetUp]
    public void MakeFolder() => folder = new ScratchFolder();

    [TearDown]
    public void RemoveFolder() => folder.Dispose();

    [TestCase(StoredType.U8, "|u1")]
    [TestCase(StoredType.I8, "|i1")]
    [TestCase(StoredType.Bool, "|b1")]
    [TestCase(StoredType.I16, "<i2")]
    [TestCase(StoredType.I32, "<i4")]
    [TestCase(StoredType.I64, "<i8")]
    [TestCase(StoredType.F16, "<f2")]
    [TestCase(StoredType.F32, "<f4")]
    [TestCase(StoredType.F64, "<f8")]
    public void What_is_written_has_numpys_header_and_is_read_back(StoredType type, string code)
    {
        var path = folder["a.npy"];
        var bytes = Enumerable.Range(0, 6 * type.ByteCount()).Select(i => (byte)(i % 2)).ToArray();
        NpyFile.Write(path, type, [2, 3], bytes);
        var header = $"{{'descr': '{code}', 'fortran_order': False, 'shape': (2, 3), }}".PadRight(117) + "\n";
        Assert.That(File.ReadAllBytes(path), Is.EqualTo([0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. Encoding.ASCII.GetBytes(header), .. bytes]));
        var array = NpyFile.ReadAll(path);
        Assert.That((array.Type, array.Shape, array.Bytes.ToArray()), Is.EqualTo((type, new long[] { 2, 3 }, bytes)));
    }

    [TestCase(new long[0], "()")]
    [TestCase(new long[] { 6 }, "(6,)")]
    [TestCase(new long[] { 0, 6 }, "(0, 6)")]
    public void Scalars_rows_and_empty_arrays_have_numpys_tuples(long[] shape, string text)
    {
        var path = folder["a.npy"];
        NpyFile.Write(path, StoredType.U8, shape, new byte[shape.Aggregate(1L, (product, size) => product * size)]);
        Assert.That(Encoding.ASCII.GetString(File.ReadAllBytes(path)), Does.Contain($"'shape': {text}, }}"));
        Assert.That(NpyFile.ReadAll(path).Shape, Is.EqualTo(shape));
    }

    [Test]
    public void Parts_of_a_file_are_read_where_they_lie()
    {
        var path = folder["a.npy"];
        NpyFile.Write(path, StoredType.U8, [100], Enumerable.Range(0, 100).Select(i => (byte)i).ToArray());
        using var file = NpyFile.Open(path);
        var part = new byte[3];
        file.Read(97, part);
        Assert.That(part, Is.EqualTo(new byte[] { 97, 98, 99 }));
        Assert.That(() => file.Read(98, part), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => file.Read(-1, part), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Values_are_typed_and_integers_of_any_width_become_long()
    {
        NpyFile.Write(folder["d.npy"], StoredType.F64, [2], BitConverter.GetBytes(1.5).Concat(BitConverter.GetBytes(-2.0)).ToArray());
        NpyFile.Write(folder["i.npy"], StoredType.I16, [2], new byte[] { 0xff, 0xff, 7, 0 });
        var doubles = NpyFile.ReadAll(folder["d.npy"]);
        Assert.That(doubles.Values<double>().ToArray(), Is.EqualTo(new[] { 1.5, -2.0 }));
        Assert.That(() => doubles.Values<float>().Length, Throws.ArgumentException);
        Assert.That(() => doubles.ToIntegers(), Throws.ArgumentException);
        Assert.That(NpyFile.ReadAll(folder["i.npy"]).ToIntegers(), Is.EqualTo(new long[] { -1, 7 }));
    }

    [Test]
    public void A_writer_of_too_much_or_too_little_leaves_no_file()
    {
        var path = folder["a.npy"];
        Assert.That(() => NpyFile.Write(path, StoredType.U8, [3], new byte[2]), Throws.ArgumentException);
        Assert.That(() => NpyFile.Write(path, StoredType.U8, [3], new byte[4]), Throws.ArgumentException);
        Assert.That(() => NpyFile.Write(path, StoredType.BF16, [1], new byte[2]), Throws.ArgumentException);
        Assert.That(Directory.EnumerateFileSystemEntries(folder.Path), Is.Empty);
    }

    [TestCase("{'shape': (3,), 'fortran_order': True, \"descr\": \"|u1\"}")]
    [TestCase("{ 'descr' :'|u1' ,'fortran_order':False,'shape':( 3 ) }\n")]
    [TestCase("{'descr': '|u1', 'fortran_order': False, 'shape': (1, 3), }   \n")]
    public void Other_spellings_of_the_header_are_read(string header) => Assert.That(Hostile.Read(Npy(header, 3), NpyFile.ReadAll), Is.Not.Null);

    [TestCase("{'descr': '|u1', 'fortran_order': False, 'shape': (4,), }", "does not take the 3 bytes")]
    [TestCase("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", "does not take the 3 bytes")]
    [TestCase("{'descr': '<f8', 'fortran_order': False, 'shape': (1152921504606846976, 4), }", "does not take")]
    [TestCase("{'descr': '|u1', 'fortran_order': False, 'shape': (9223372036854775807, 9223372036854775807), }", "does not take")]
    [TestCase("{'descr': '|u1', 'fortran_order': False, 'shape': (99999999999999999999,), }", "a size is due")]
    [TestCase("{'descr': '|u1', 'fortran_order': False, 'shape': (-3,), }", "a size is due")]
    [TestCase("{'descr': '|u1', 'fortran_order': True, 'shape': (1, 3), }", "Fortran order")]
    [TestCase("{'descr': '|O', 'fortran_order': False, 'shape': (3,), }", "'|O' are not read")]
    [TestCase("{'descr': '>i2', 'fortran_order': False, 'shape': (3,), }", "'>i2' are not read")]
    [TestCase("{'descr': [('x', '|u1')], 'fortran_order': False, 'shape': (3,), }", "a text in quotes is due")]
    [TestCase("{'descr': '|u1', 'descr': '|u1', 'fortran_order': False, 'shape': (3,), }", "occurs twice")]
    [TestCase("{'descr': '|u1', 'fortran_order': False, 'shape': (3,), 'more': 1}", "'more' is unknown")]
    [TestCase("{'descr': '|u1', 'shape': (3,), }", "incomplete")]
    [TestCase("{'descr': '|u1', 'fortran_order': False, 'shape': (3,), } x", "goes on")]
    [TestCase("{'descr': '|u1', 'fortran_order': __import__('os'), 'shape': (3,), }", "True or False is due")]
    [TestCase("", "'{' is due")]
    public void A_header_that_lies_is_refused(string header, string reason) => Assert.That(Hostile.Reason(Npy(header, 3), NpyFile.ReadAll), Does.Contain(reason));

    [Test]
    public void Truncated_and_damaged_files_are_refused_or_read_as_another_sound_array()
    {
        var bytes = Npy("{'descr': '<i2', 'fortran_order': False, 'shape': (2, 3), }", 12);
        Assert.That(Hostile.AcceptedTruncations(bytes, NpyFile.ReadAll), Is.Empty);
        Assert.That(Hostile.AcceptedFlips(bytes, NpyFile.ReadAll).All(flip => flip.Value.Bytes.Length == 12), Is.True);
    }

    private static byte[] Npy(string header, int elements) =>
        [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8), .. Encoding.ASCII.GetBytes(header), .. new byte[elements]];
}
