using System.Text;
using ArchRepair.Core.Files;

namespace ArchRepair.Core.Tests.Files;

public sealed class AtomicFileTests
{
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("archrepair-atomic-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void Text_is_written_as_utf8_without_a_mark_and_nothing_else_remains()
    {
        var path = Path.Combine(folder, "a.txt");
        AtomicFile.WriteText(path, "größe\n");
        Assert.That(File.ReadAllBytes(path), Is.EqualTo(Encoding.UTF8.GetBytes("größe\n")));
        Assert.That(Names(), Is.EqualTo(["a.txt"]));
    }

    [Test]
    public void A_shorter_text_replaces_a_longer_one()
    {
        var path = Path.Combine(folder, "a.txt");
        AtomicFile.WriteText(path, "a long first version");
        AtomicFile.WriteText(path, "short");
        Assert.That(File.ReadAllText(path), Is.EqualTo("short"));
    }

    [Test]
    public void Folders_that_are_missing_are_made()
    {
        var path = Path.Combine(folder, "x", "y", "a.bin");
        AtomicFile.WriteBytes(path, new byte[] { 1, 2, 3 });
        Assert.That(File.ReadAllBytes(path), Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    [Test]
    public void A_writer_that_throws_leaves_the_old_file_and_no_temporary()
    {
        var path = Path.Combine(folder, "a.txt");
        AtomicFile.WriteText(path, "old");
        Assert.That(
            () => AtomicFile.Write(path, stream =>
            {
                stream.WriteByte(65);
                throw new InvalidDataException("half way");
            }),
            Throws.TypeOf<InvalidDataException>());
        Assert.That(File.ReadAllText(path), Is.EqualTo("old"));
        Assert.That(Names(), Is.EqualTo(["a.txt"]));
    }

    [Test]
    public void The_target_is_untouched_until_the_writer_returns()
    {
        var path = Path.Combine(folder, "a.txt");
        AtomicFile.WriteText(path, "old");
        var seen = "";
        AtomicFile.Write(path, stream =>
        {
            stream.Write("new and longer"u8);
            stream.Flush();
            seen = File.ReadAllText(path);
        });
        Assert.That(seen, Is.EqualTo("old"));
        Assert.That(File.ReadAllText(path), Is.EqualTo("new and longer"));
    }

    [Test]
    public void A_writer_may_close_its_stream()
    {
        var path = Path.Combine(folder, "a.txt");
        AtomicFile.Write(path, stream =>
        {
            using var text = new StreamWriter(stream);
            text.Write("closed");
        });
        Assert.That(File.ReadAllText(path), Is.EqualTo("closed"));
    }

    [Test]
    public void The_temporary_lies_beside_the_target_under_a_name_that_tells()
    {
        string[] during = [];
        AtomicFile.Write(Path.Combine(folder, "a.txt"), _ => during = Names());
        Assert.That(during, Has.Length.EqualTo(1));
        Assert.That(during[0], Does.StartWith(".a.txt.").And.EndsWith(AtomicFile.TemporarySuffix));
    }

    [Test]
    public void The_next_write_removes_what_a_dead_writer_left_for_this_target_only()
    {
        var own = Path.Combine(folder, ".a.txt.dead" + AtomicFile.TemporarySuffix);
        var other = Path.Combine(folder, ".b.txt.dead" + AtomicFile.TemporarySuffix);
        File.WriteAllText(own, "half");
        File.WriteAllText(other, "half");
        AtomicFile.WriteText(Path.Combine(folder, "a.txt"), "whole");
        Assert.That(File.Exists(own), Is.False);
        Assert.That(File.Exists(other), Is.True);
        Assert.That(AtomicFile.RemoveAbandoned(folder), Is.EqualTo(1));
        Assert.That(Names(), Is.EqualTo(["a.txt"]));
    }

    [Test]
    public void A_living_writer_keeps_its_temporary()
    {
        var path = Path.Combine(folder, "a.txt");
        var removed = -1;
        AtomicFile.Write(path, outer =>
        {
            outer.Write("outer"u8);
            AtomicFile.WriteText(path, "inner");
            removed = AtomicFile.RemoveAbandoned(folder);
        });
        Assert.That(removed, Is.Zero);
        Assert.That(File.ReadAllText(path), Is.EqualTo("outer"));
    }

    [Test]
    public void Concurrent_writers_of_one_target_leave_one_whole_version()
    {
        var path = Path.Combine(folder, "a.txt");
        Parallel.For(0, 200, i => AtomicFile.WriteText(path, new string((char)('a' + i % 26), 5000)));
        var text = File.ReadAllText(path);
        Assert.That(text, Has.Length.EqualTo(5000));
        Assert.That(text.Distinct().Count(), Is.EqualTo(1));
        Assert.That(Names(), Is.EqualTo(["a.txt"]));
    }

    [Test]
    public void A_symbolic_link_is_followed_not_replaced()
    {
        if (OperatingSystem.IsWindows()) Assert.Ignore("links need a privilege on Windows");
        var real = Path.Combine(folder, "real.txt");
        var link = Path.Combine(folder, "link.txt");
        File.WriteAllText(real, "old");
        File.CreateSymbolicLink(link, "real.txt");
        AtomicFile.WriteText(link, "new");
        Assert.That(File.ReadAllText(real), Is.EqualTo("new"));
        Assert.That(new FileInfo(link).LinkTarget, Is.EqualTo("real.txt"));
    }

    [Test]
    public void A_folder_in_the_targets_place_is_refused_and_nothing_is_left()
    {
        var path = Path.Combine(folder, "a");
        Directory.CreateDirectory(path);
        Assert.That(() => AtomicFile.WriteText(path, "x"), Throws.InstanceOf<IOException>().Or.InstanceOf<UnauthorizedAccessException>());
        Assert.That(Names(), Is.EqualTo(["a"]));
    }

    private string[] Names() =>
        [.. Directory.EnumerateFileSystemEntries(folder, "*", new EnumerationOptions { AttributesToSkip = FileAttributes.None })
            .Select(entry => Path.GetFileName(entry)!).Order(StringComparer.Ordinal)];
}
