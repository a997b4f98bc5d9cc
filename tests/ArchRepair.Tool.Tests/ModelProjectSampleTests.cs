using ArchRepair.Tests;
using ArchRepair.Tool.Tests.Support;

namespace ArchRepair.Tool.Tests;

/// <summary>The committed files of <c>samples/ModelProject</c> say what its README says.</summary>
[TestFixture]
[Category("Slow")]
public sealed class ModelProjectSampleTests
{
    private static readonly string Sample = Path.Combine(RealData.RepositoryRoot, "samples", "ModelProject");
    private SampleFolder images = null!;

    [OneTimeSetUp]
    public void CopyFiles()
    {
        images = new SampleFolder(); // for its drawn images, which are the same
        foreach (var name in new[] { "archrepair.json", "archrepair.baseline.json" }) File.Copy(Path.Combine(Sample, name), Path.Combine(images.Root, name), overwrite: true);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Sample, "weights"))) File.Copy(file, Path.Combine(images.Root, "weights", Path.GetFileName(file)));
    }

    [OneTimeTearDown]
    public void Remove() => images.Dispose();

    [Test]
    public void The_healthy_network_passes_its_baseline()
    {
        var ending = Check("--weights", "weights/healthy.dat");

        Assert.That(ending.Code, Is.Zero, ending.ToString());
    }

    [Test]
    public void The_candidate_fails_and_the_damaged_block_is_pointed_at()
    {
        var ending = Check();

        Assert.That(ending.Code, Is.EqualTo(1), ending.ToString());
        Assert.That(ending.Error, Does.Contain("Most vulnerable block: stage2.layers.0."));
    }

    [Test]
    public void What_its_builds_remember_lies_among_intermediate_files()
    {
        var start = new System.Diagnostics.ProcessStartInfo("dotnet", ["msbuild", Path.Combine(Sample, "Shapes", "Shapes.csproj"), "-getProperty:_ArchRepairFolder"]) { RedirectStandardOutput = true };
        using var evaluation = System.Diagnostics.Process.Start(start)!;

        Assert.That(evaluation.StandardOutput.ReadToEnd(), Does.StartWith(Path.Combine(Sample, "Shapes", "obj")), "what git does not ignore would make a clean clone dirty");
    }

    private ToolEnding Check(params string[] options) =>
        ToolProcess.Run(images.Root, ["check", "--no-repair", "--project", ShapesAssembly(), "--type", "Shapes.ShapeNet", .. options]);

    private static string ShapesAssembly() =>
        Path.Combine(Sample, "Shapes", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "Shapes.dll");
}
