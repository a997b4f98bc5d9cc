using ArchRepair.Engine.Formats;

namespace ArchRepair.Engine.Tests.Formats;

/// <summary>What the door says to files that are none of the formats.</summary>
public sealed class WeightsFileTests
{
    [TestCase("", "it is empty")]
    [TestCase("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1099231\n", "git lfs pull")]
    [TestCase("<!DOCTYPE html><html>", "web page")]
    [TestCase("hello, world, this is no weights file", "expected is a PyTorch checkpoint")]
    public void A_file_of_another_kind_is_named(string content, string reason) =>
        Assert.That(Hostile.Reason(Checkpoints.Ascii(content), WeightsFile.Read), Does.Contain(reason));

    [Test]
    public void A_numpy_array_and_a_bare_pickle_are_named()
    {
        Assert.That(Hostile.Reason([0x93, .. "NUMPY"u8, 1, 0, 0, 0], WeightsFile.Read), Does.Contain("NumPy array"));
        Assert.That(Hostile.Reason(new PickleBuilder().Op('}').Stop(), WeightsFile.Read), Does.Contain("bare pickle"));
    }

    [Test]
    public void A_file_that_is_not_there_and_a_folder_are_IO_errors()
    {
        using var folder = new ScratchFolder();
        Assert.That(() => WeightsFile.Read(folder["absent.pth"]), Throws.TypeOf<FileNotFoundException>());
        Assert.That(() => WeightsFile.Read(folder.Path), Throws.TypeOf<FileNotFoundException>().With.Message.Contains("is a folder"));
    }

    [Test]
    public void The_hash_is_that_of_the_file()
    {
        using var folder = new ScratchFolder();
        var path = folder["w.safetensors"];
        SafetensorsFile.Write(path, [new("a", StoredType.U8, [1], new byte[] { 5 })]);
        var expected = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)));
        Assert.That(WeightsFile.Read(path).Sha256, Is.EqualTo(expected));
    }

    [Test]
    public void A_stored_tensor_must_be_filled_by_its_bytes()
    {
        Assert.That(() => new StoredTensor("a", StoredType.F32, [2], new byte[7]), Throws.ArgumentException);
        Assert.That(() => new StoredTensor("a", StoredType.F32, [-2], new byte[8]), Throws.ArgumentException);
        Assert.That(new StoredTensor("a", StoredType.F32, [], new byte[4]).ElementCount, Is.EqualTo(1));
    }
}
