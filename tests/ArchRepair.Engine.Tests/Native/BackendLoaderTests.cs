using ArchRepair.Engine.Native;

namespace ArchRepair.Engine.Tests.Native;

public sealed class BackendLoaderTests
{
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("archrepair-test-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void A_broken_library_is_reported_in_the_loaders_own_words()
    {
        var broken = Path.Combine(folder, NativePlatform.FileName("c10"));
        File.WriteAllText(broken, "this is not a library");

        var failure = Assert.Throws<BackendUnavailableException>(() => new BackendLoader(folder).LoadLibTorch(folder));

        Assert.That(failure.LoaderMessage, Does.Contain(broken));
        Assert.That(failure.PathsTried, Is.EqualTo(new[] { broken }));
        Assert.That(failure.NextStep, Is.Not.Empty);
    }

    [Test]
    public void A_missing_library_is_reported_with_its_path()
    {
        var failure = Assert.Throws<BackendUnavailableException>(() => new BackendLoader(folder).LoadLibTorchSharp(folder, "2.10.0"));

        Assert.That(failure.Message, Does.Contain(NativePlatform.FileName("LibTorchSharp")));
    }

    [Test]
    public void A_refusal_beside_another_libtorch_names_the_version_that_is_needed()
    {
        var failure = Assert.Throws<BackendUnavailableException>(() => new BackendLoader(folder).LoadLibTorchSharp(folder, "1.13.1"));

        Assert.That(failure.NextStep, Does.Contain("1.13.1").And.Contain("2.10"));
    }
}
