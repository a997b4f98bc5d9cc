using System.Runtime.InteropServices;

using ArchRepair.Packages.Tests.Support;

namespace ArchRepair.Packages.Tests;

/// <summary>Packs once for all tests here, and installs the tool into an empty cache.</summary>
[SetUpFixture]
public sealed class PackedPackages
{
    internal static Workplace Workplace { get; private set; } = null!;

    internal static Ending Installation { get; private set; } = null!;

    [OneTimeSetUp]
    public void PackAndInstall()
    {
        if (Workplace.Platform is not ("linux-x64" or "win-x64" or "osx-arm64"))
            Assert.Ignore($"there is no tool package with libtorch for {RuntimeInformation.RuntimeIdentifier}.");
        Workplace = new Workplace();
        Workplace.PackAll();
        Assert.That(Workplace.Dotnet(Workplace.Projects, "new", "tool-manifest").Code, Is.Zero);
        Installation = Workplace.Dotnet(Workplace.Projects, "tool", "install", "dotnet-archrepair");
        Assert.That(Installation.Code, Is.Zero, Installation.ToString());
        Workplace.MakeSample();
    }

    [OneTimeTearDown]
    public void Remove() => Workplace?.Dispose();
}
