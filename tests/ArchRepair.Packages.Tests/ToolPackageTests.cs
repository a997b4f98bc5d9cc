using System.IO.Compression;
using System.Text.RegularExpressions;

using ArchRepair.Packages.Tests.Support;
using ArchRepair.Tests;

namespace ArchRepair.Packages.Tests;

/// <summary>The tool's packages, installed from a folder feed into an empty cache, as a user installs them.</summary>
[TestFixture, Category("Slow")]
public sealed class ToolPackageTests
{
    private const long GalleryLimit = 250_000_000;

    private static Workplace Workplace => PackedPackages.Workplace;

    [Test]
    public void Installing_fetches_the_pointer_and_this_platforms_package_and_nothing_else()
    {
        Assert.That(PackedPackages.Installation.Output, Does.Contain("'dotnet-archrepair'").And.Contain("was successfully installed"));
        Assert.That(Directory.GetDirectories(Workplace.Cache).Select(Path.GetFileName),
            Is.SupersetOf(new[] { "dotnet-archrepair", $"dotnet-archrepair.{Workplace.Platform}" }).And.None.Contains("libtorch"));
    }

    [Test]
    public void Every_package_is_small_enough_for_a_gallery()
    {
        var packages = new DirectoryInfo(Workplace.Feed).GetFiles("*.nupkg");

        Assert.That(packages, Has.Length.GreaterThanOrEqualTo(3).And.All.Property(nameof(FileInfo.Length)).LessThan(GalleryLimit));
    }

    [Test]
    public void The_quick_starts_candidate_fails_its_gate()
    {
        var folder = QuickStartCopy("quick start");

        var failed = Workplace.Dotnet(folder, "archrepair", "check", "--no-repair");

        Assert.That(failed.Code, Is.EqualTo(1), failed.ToString());
        Assert.That(failed.Error, Does.Contain("Most vulnerable block: "));
        Assert.That(Path.Combine(folder, "output", "report.html"), Does.Exist, "plots and pages need the native parts beside the tool");
    }

    [Test]
    public void Without_an_installation_tool_exec_runs_it()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Workplace.Root, "no manifest")).FullName;
        var settings = Path.Combine(Workplace.Projects, "sample", "archrepair.json");
        var healthy = Path.Combine(Workplace.Projects, "sample", "healthy.safetensors");

        var ending = Workplace.Dotnet(folder, "tool", "exec", "--yes", "dotnet-archrepair", "--", "check", settings, "--no-repair", "--weights", healthy);

        Assert.That(ending.Code, Is.Zero, ending.ToString());
    }

    [Test]
    public void The_platform_package_carries_licences_and_no_trace_of_this_machine()
    {
        using var package = ZipFile.OpenRead(Path.Combine(Workplace.Feed, $"dotnet-archrepair.{Workplace.Platform}.{Workplace.Version}.nupkg"));
        var names = package.Entries.Select(entry => entry.FullName).ToList();

        Assert.That(names, Is.SupersetOf(new[] { "LICENSE", "README.md", "icon.png", "THIRD-PARTY-NOTICES.md", "THIRD-PARTY-LICENSES.txt" }));
        Assert.That(names, Has.None.Contains("torch_python"));
        Assert.That(names.Where(name => name.EndsWith(".xml", StringComparison.Ordinal)), Is.EquivalentTo(new[] { "[Content_Types].xml", $"tools/net10.0/{Workplace.Platform}/DotnetToolSettings.xml" }));
        Assert.That(Text(package, "THIRD-PARTY-LICENSES.txt"), Does.Contain("Facebook").And.Contain("Alexandre Mutel").And.Contain($"libtorch-cpu-{Workplace.Platform}"));
        var settings = Text(package, $"tools/net10.0/{Workplace.Platform}/worker/ArchRepair.Worker.runtimeconfig.json");
        Assert.That(settings, Does.Contain("System.Globalization.Invariant").And.Not.Contain("ArchRepair.LibTorch"));
    }

    [Test]
    public void The_MSBuild_package_explains_every_property_of_its_targets()
    {
        using var package = ZipFile.OpenRead(Path.Combine(Workplace.Feed, $"ArchRepair.MSBuild.{Workplace.Version}.nupkg"));
        var page = Text(package, "README.md");
        var used = new[] { "build/ArchRepair.MSBuild.props", "build/ArchRepair.MSBuild.targets" }
            .SelectMany(file => Regex.Matches(Text(package, file), @"[$@]\((ArchRepair\w+)[)-]").Select(match => match.Groups[1].Value))
            .Except(["ArchRepairTaskAssembly", "ArchRepairCheckDependsOn"]).Distinct();

        Assert.That(package.Entries.Select(entry => entry.FullName), Is.SupersetOf(new[] { "tasks/netstandard2.0/ArchRepair.MSBuild.dll", "buildMultiTargeting/ArchRepair.MSBuild.targets" }));
        Assert.That(used.Where(name => !page.Contains($"`{name}`", StringComparison.Ordinal) && !page.Contains($"`@({name})`", StringComparison.Ordinal)), Is.Empty);
        Assert.That(Text(package, "ArchRepair.MSBuild.nuspec"), Does.Contain("<developmentDependency>true</developmentDependency>").And.Not.Contain("<dependency "));
    }

    private static string Text(ZipArchive package, string name)
    {
        using var reader = new StreamReader(package.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }

    private static string QuickStartCopy(string name)
    {
        var source = Path.Combine(RealData.RepositoryRoot, "samples", "QuickStart");
        var folder = Directory.CreateDirectory(Path.Combine(Workplace.Projects, name)).FullName;
        Directory.CreateDirectory(Path.Combine(folder, "weights"));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(source, "weights"))) File.Copy(file, Path.Combine(folder, "weights", Path.GetFileName(file)));
        foreach (var file in new[] { "archrepair.json", "archrepair.baseline.json" }) File.Copy(Path.Combine(source, file), Path.Combine(folder, file));
        QuickStart.ShapeSet.WriteAll(Path.Combine(folder, "data"));
        return folder;
    }
}
