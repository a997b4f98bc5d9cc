using ArchRepair.Core.Caching;
using ArchRepair.Core.Files;

namespace ArchRepair.Core.Tests.Caching;

[TestFixture]
public sealed class ContentStoreTests
{
    private const int EntryBytes = 1000;
    private string folder = "";
    private SteppingClock clock = null!;
    private ContentStore store = null!;

    [SetUp]
    public void CreateStore()
    {
        folder = Path.Combine(Directory.CreateTempSubdirectory("archrepair-store-").FullName, "results");
        clock = new SteppingClock();
        store = new ContentStore(folder, clock);
    }

    [TearDown]
    public void RemoveFolder() => Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);

    [Test]
    public void What_is_written_is_read_and_what_is_not_is_null()
    {
        var key = ContentKey.Of("cell", "a");

        Assert.That(store.Read(key), Is.Null);
        Assert.That(store.Write(key, new byte[] { 1, 2, 3 }), Is.Null);
        Assert.That(store.Has(key), Is.True);
        Assert.That(store.Read(key), Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.That(store.Read(ContentKey.Of("cell", "b")), Is.Null);
    }

    [Test]
    public void A_flipped_bit_anywhere_makes_an_entry_absent([Values(0, 15, 16, 40)] int at)
    {
        var key = Put(1);
        var file = Entries().Single();
        var bytes = File.ReadAllBytes(file);
        bytes[at] ^= 4;
        File.WriteAllBytes(file, bytes);

        Assert.That(store.Read(key), Is.Null);
        Assert.That(store.Has(key), Is.False, "it is removed, so that the work is done and kept again");
    }

    [Test]
    public void A_cut_entry_is_absent([Values(0, 7, 16, 500)] int length)
    {
        var key = Put(1);
        var file = Entries().Single();
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..length]);

        Assert.That(store.Read(key), Is.Null);
    }

    [Test]
    public void Trimming_removes_what_was_not_used_longest()
    {
        var keys = Enumerable.Range(0, 10).Select(Put).ToArray();
        foreach (var used in new[] { 0, 3 }) Assert.That(store.Read(keys[used]), Is.Not.Null);

        var removed = store.Trim((long)(5.6 * EntryBytes));

        Assert.That(removed, Is.EqualTo(6), "down to a tenth under the limit: 4 entries of 1,016 bytes");
        Assert.That(keys.Select(store.Has), Is.EqualTo(new[] { true, false, false, true, false, false, false, false, true, true }));
    }

    [Test]
    public void Within_its_limit_nothing_is_removed()
    {
        foreach (var i in Enumerable.Range(0, 4)) Put(i);

        Assert.That(store.Trim(1 << 20), Is.Zero);
        Assert.That(Entries().Count(), Is.EqualTo(4));
    }

    [Test]
    public void Trimming_sweeps_what_a_killed_writer_left_and_not_what_a_living_one_holds()
    {
        Put(1);
        var child = Directory.EnumerateDirectories(folder).Single();
        var dead = Path.Combine(child, ".x.entry.1" + AtomicFile.TemporarySuffix);
        var living = Path.Combine(child, ".y.entry.1" + AtomicFile.TemporarySuffix);
        File.WriteAllText(dead, "half");
        using (File.OpenHandle(living, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None)) store.Trim(1 << 20);

        Assert.That(File.Exists(dead), Is.False);
        Assert.That(File.Exists(living), Is.True);
    }

    [Test]
    public void A_folder_that_cannot_be_written_is_a_sentence_and_no_exception()
    {
        File.WriteAllText(folder, "a file where the folder should be");

        Assert.That(store.Write(ContentKey.Of("cell", "a"), new byte[1]), Is.Not.Empty);
        Assert.That(store.Read(ContentKey.Of("cell", "a")), Is.Null);
    }

    [Test]
    public void Keys_keep_lists_apart_that_have_the_same_letters()
    {
        string[] keys = [ContentKey.Of("k", "ab", "c"), ContentKey.Of("k", "a", "bc"), ContentKey.Of("k", "abc"), ContentKey.Of("ka", "bc"), ContentKey.Of("k", "ab", "c", "")];

        Assert.That(keys, Is.Unique);
        Assert.That(ContentKey.Of("k", "ab", "c"), Is.EqualTo(keys[0]));
    }

    private string Put(int i)
    {
        var key = ContentKey.Of("entry", $"{i}");
        Assert.That(store.Write(key, Enumerable.Repeat((byte)i, EntryBytes).ToArray()), Is.Null);
        Assert.That(store.Read(key), Is.Not.Null);
        return key;
    }

    private IEnumerable<string> Entries() => Directory.EnumerateFiles(folder, "*.entry", SearchOption.AllDirectories);

    /// <summary>A minute passes between any two looks.</summary>
    private sealed class SteppingClock : TimeProvider
    {
        private int minutes;

        public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minutes++);
    }
}
