using ArchRepair.Core.Caching;
using ArchRepair.Tool.Caching;

namespace ArchRepair.Tool.Tests.Caching;

[TestFixture]
public sealed class ContentIndexTests
{
    private string folder = "";
    private string file = "";
    private ContentStore store = null!;

    [SetUp]
    public void CreateFolder()
    {
        folder = Directory.CreateTempSubdirectory("archrepair-index-").FullName;
        file = Path.Combine(folder, "data.npy");
        File.WriteAllText(file, "first");
        store = new ContentStore(Path.Combine(folder, "store"), TimeProvider.System);
    }

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void An_unchanged_file_is_not_read_again()
    {
        var first = Hash(Later);
        var remembered = Directory.EnumerateFiles(store.Folder, "*", SearchOption.AllDirectories).Count();
        using var locked = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        Assert.That(remembered, Is.EqualTo(1));
        Assert.That(Hash(Later), Is.EqualTo(first), "nobody can read the file, so its hash was remembered");
    }

    [Test]
    public void Same_size_and_restored_time_do_not_hide_a_change()
    {
        var written = File.GetLastWriteTimeUtc(file);
        var first = Hash(Later);

        File.WriteAllText(file, "fírs");
        Assert.That(new FileInfo(file).Length, Is.EqualTo(5));
        File.SetLastWriteTimeUtc(file, written);

        Assert.That(Hash(Later), Is.Not.EqualTo(first));
    }

    [Test]
    public void A_file_that_changed_just_now_is_not_remembered()
    {
        Hash(TimeProvider.System);

        Assert.That(Directory.Exists(store.Folder), Is.False, "a second change within the clock's grain would go unseen");
    }

    [Test]
    public void The_hash_depends_on_content_and_relative_name_and_not_on_place_or_time()
    {
        var other = Directory.CreateDirectory(Path.Combine(folder, "elsewhere")).FullName;
        File.WriteAllText(Path.Combine(other, "data.npy"), "first");
        File.WriteAllText(Path.Combine(other, "renamed.npy"), "first");

        var index = new ContentIndex(store, Later);
        var here = index.HashOf(folder, [file]);

        Assert.That(index.HashOf(other, [Path.Combine(other, "data.npy")]), Is.EqualTo(here));
        Assert.That(index.HashOf(other, [Path.Combine(other, "renamed.npy")]), Is.Not.EqualTo(here));
        Assert.That(() => index.HashOf(folder, [Path.Combine(folder, "none")]), Throws.InstanceOf<IOException>());
    }

    [Test]
    public void Bytes_that_move_from_one_file_to_the_next_are_a_change()
    {
        var second = Path.Combine(folder, "second");
        File.WriteAllText(second, "abc");
        var before = new ContentIndex(store, Later).HashOf(folder, [file, second]);
        File.WriteAllText(file, "firsta");
        File.WriteAllText(second, "bc");

        Assert.That(new ContentIndex(store, Later).HashOf(folder, [file, second]), Is.Not.EqualTo(before));
    }

    private static TimeProvider Later => new Ahead();

    private string Hash(TimeProvider clock) => new ContentIndex(store, clock).HashOf(folder, [file]);

    /// <summary>A minute later than it is: files that tests have just written count as settled.</summary>
    private sealed class Ahead : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddMinutes(1);
    }
}
