using ArchRepair.Engine.Native;
using TorchSharp;

namespace ArchRepair.Engine.Tests.Native;

public sealed class NativeBackendTests
{
    [Test]
    public void Loads_the_libtorch_that_TorchSharp_was_built_for()
    {
        var backend = Backend.Require();

        Assert.That(backend.TorchSharpVersion, Is.EqualTo("0.107.0"));
        Assert.That(backend.LibTorchVersion, Does.StartWith("2."));
        Assert.That(backend.CpuCapability, Is.Not.Empty);
        Assert.That(backend.Devices[0], Is.EqualTo("cpu"));
        Assert.That(backend.LoadedFiles, Has.All.Matches<string>(File.Exists));
        Assert.That(backend.LoadedFiles[^1], Does.Contain("LibTorchSharp"));
    }

    [Test]
    public void Computes_after_loading()
    {
        Backend.Require();
        using var scope = torch.NewDisposeScope();

        var product = torch.mm(torch.ones(2, 3), torch.ones(3, 4));

        Assert.That(product.sum().item<float>(), Is.EqualTo(24));
    }

    [Test]
    public void A_second_load_returns_what_the_first_one_loaded()
    {
        var first = Backend.Require();

        Assert.That(NativeBackend.Load(new NativeBackendOptions { LibTorchFolder = "/elsewhere" }), Is.SameAs(first));
        Assert.That(NativeBackend.Loaded, Is.SameAs(first));
    }

    [Test]
    public void Uses_the_threads_that_were_asked_for() =>
        Assert.That(Backend.Require().Threads, Is.EqualTo(Math.Min(4, Environment.ProcessorCount)));

    [Test]
    public void Zero_threads_are_refused() =>
        Assert.That(() => NativeBackend.Load(new NativeBackendOptions { Threads = 0 }), Throws.TypeOf<ArgumentOutOfRangeException>());
}
