using System.Buffers.Binary;
using ArchRepair.Engine.Native;
using CsCheck;

namespace ArchRepair.Engine.Tests.Native;

/// <summary>On the real bytes of the package's library where the platform has it, and on files that are broken on purpose.</summary>
public sealed class RelaxedLibTorchSharpTests
{
    private const string NewestVersion = "GLIBCXX_3.4.32";

    [Test]
    public void Exactly_one_byte_changes_and_only_that_need_becomes_weak()
    {
        var original = RealLibrary();

        var relaxed = RelaxedLibTorchSharp.Relax(original, NewestVersion);

        var changed = Enumerable.Range(0, original.Length).Where(at => original[at] != relaxed[at]).ToList();
        var need = new ElfLibrary(original).ReadVersionNeeds().Single(need => need.Name == NewestVersion);
        Assert.That(changed, Is.EqualTo(new[] { need.FlagsOffset }));
        Assert.That(relaxed[need.FlagsOffset], Is.EqualTo(2));
        Assert.That(need.Library, Is.EqualTo("libstdc++.so.6"));
    }

    [Test]
    public void The_real_library_names_every_need_that_readelf_lists()
    {
        var needs = new ElfLibrary(RealLibrary()).ReadVersionNeeds();

        Assert.That(needs, Has.Count.EqualTo(28));
        Assert.That(needs.Select(need => need.Library).Distinct(),
            Is.EqualTo(new[] { "ld-linux-x86-64.so.2", "libm.so.6", "libgcc_s.so.1", "libc.so.6", "libstdc++.so.6" }));
    }

    [Test]
    public void A_version_whose_symbols_are_used_is_not_relaxed() =>
        Assert.That(() => RelaxedLibTorchSharp.Relax(RealLibrary(), "GLIBCXX_3.4.21"),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("really needed"));

    [Test]
    public void A_version_that_nobody_asks_for_is_an_error() =>
        Assert.That(() => RelaxedLibTorchSharp.Relax(RealLibrary(), "GLIBCXX_9.9"), Throws.TypeOf<InvalidDataException>());

    [TestCase(0)]
    [TestCase(16)]
    [TestCase(63)]
    [TestCase(64)]
    [TestCase(100_000)]
    [TestCase(2_000_000)]
    public void A_truncated_library_is_refused(int length) =>
        Assert.That(() => RelaxedLibTorchSharp.Relax(RealLibrary()[..length], NewestVersion), Throws.TypeOf<InvalidDataException>());

    [Test]
    public void Text_is_refused() =>
        Assert.That(() => RelaxedLibTorchSharp.Relax(new byte[4096], NewestVersion),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("ELF"));

    [Test]
    public void A_chain_of_needs_that_bites_its_tail_ends()
    {
        var library = RealLibrary();
        var first = new ElfLibrary(library).ReadVersionNeeds()[0].FlagsOffset - 4 - 16; // vna_flags, vernaux, verneed
        var next = BinaryPrimitives.ReadUInt32LittleEndian(library.AsSpan(first + 12));
        BinaryPrimitives.WriteInt32LittleEndian(library.AsSpan(first + (int)next + 12), 0x7fff_fff0);

        Assert.That(() => new ElfLibrary(library).ReadVersionNeeds(), Throws.TypeOf<InvalidDataException>());
    }

    [Test]
    public void Damaged_headers_never_do_worse_than_a_refusal()
    {
        var original = RealLibrary();
        var sectionTable = (int)BinaryPrimitives.ReadUInt64LittleEndian(original.AsSpan(0x28));
        var places = Gen.OneOf(Gen.Int[0, 63], Gen.Int[sectionTable, original.Length - 1], Gen.Int[0x3f8f0, 0x3fb00]);

        Gen.Select(places, Gen.Byte).List[1, 3].Sample(damages =>
        {
            byte[] damaged = [.. original];
            foreach (var (place, value) in damages) damaged[place] = value;
            try
            {
                return RelaxedLibTorchSharp.Relax(damaged, NewestVersion).Length == original.Length;
            }
            catch (InvalidDataException)
            {
                return true;
            }
        }, seed: "0000KOIPJUIV", iter: 40);
    }

    [Test]
    public void The_copy_is_written_once_and_repaired_when_it_was_tampered_with()
    {
        var folder = Directory.CreateTempSubdirectory("archrepair-test-").FullName;
        try
        {
            var library = RealLibraryPath();
            var copy = RelaxedLibTorchSharp.WriteCopy(library, NewestVersion, folder);
            var expected = File.ReadAllBytes(copy);
            File.WriteAllText(copy, "tampered");

            Assert.That(RelaxedLibTorchSharp.WriteCopy(library, NewestVersion, folder), Is.EqualTo(copy));
            Assert.That(File.ReadAllBytes(copy), Is.EqualTo(expected));
            Assert.That(Directory.GetFiles(folder), Has.Length.EqualTo(1));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public void Only_a_message_about_this_librarys_missing_version_asks_for_the_cure()
    {
        const string message = "/lib/libstdc++.so.6: version `GLIBCXX_3.4.32' not found (required by /p/libLibTorchSharp.so)";

        Assert.That(RelaxedLibTorchSharp.MissingVersion(message, "/p/libLibTorchSharp.so"), Is.EqualTo(NewestVersion));
        Assert.That(RelaxedLibTorchSharp.MissingVersion(message, "/p/libtorch.so"), Is.Null);
        Assert.That(RelaxedLibTorchSharp.MissingVersion("file too short", "/p/libLibTorchSharp.so"), Is.Null);
    }

    private static byte[] RealLibrary() => File.ReadAllBytes(RealLibraryPath());

    private static string RealLibraryPath()
    {
        var folder = AppContext.GetData(LibraryFolders.LibTorchSharpSetting) as string;
        var path = Path.Combine(folder ?? "", "libLibTorchSharp.so");
        if (!File.Exists(path)) Assert.Ignore("the package's Linux library is not on this machine.");
        return path;
    }
}
