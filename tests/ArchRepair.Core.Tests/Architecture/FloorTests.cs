using System.Xml.Linq;

using ArchRepair.Tests;

namespace ArchRepair.Core.Tests.Architecture;

/// <summary>The borders between projects are facts that can break a user: no libtorch, no console, no MSBuild where they do not belong.</summary>
[TestFixture]
public sealed class FloorTests
{
    private static readonly Dictionary<string, string[]> AllowedProjects = new(StringComparer.Ordinal)
    {
        ["ArchRepair.Core"] = [],
        ["ArchRepair.Engine"] = ["ArchRepair.Core"],
        ["ArchRepair.Reporting"] = ["ArchRepair.Core"],
        ["ArchRepair.Worker"] = ["ArchRepair.Engine", "ArchRepair.Core"],
        ["ArchRepair.Tool"] = ["ArchRepair.Reporting", "ArchRepair.Core"],
        ["ArchRepair.MSBuild"] = [],
    };

    private static readonly Dictionary<string, string[]> AllowedPackages = new(StringComparer.Ordinal)
    {
        ["ArchRepair.Core"] = ["MathNet.Numerics", "System.IO.Hashing"],
        ["ArchRepair.Engine"] = ["System.Numerics.Tensors", "StbImageSharp"],
        ["ArchRepair.Reporting"] = ["Markdig", "ScottPlot"],
        ["ArchRepair.Worker"] = [],
        ["ArchRepair.Tool"] = ["System.CommandLine", "Spectre.Console"],
        ["ArchRepair.MSBuild"] = ["Microsoft.Build.Utilities.Core"],
    };

    private static readonly string[] Torch = ["ArchRepair.Engine", "ArchRepair.Worker"];

    private static IEnumerable<string> Projects() =>
        Directory.EnumerateFiles(Path.Combine(RealData.RepositoryRoot, "src"), "*.csproj", SearchOption.AllDirectories);

    [TestCaseSource(nameof(Projects))]
    public void A_project_references_only_what_stands_below_it(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        var references = XDocument.Load(file).Descendants("ProjectReference")
            .Where(reference => (string?)reference.Attribute("ReferenceOutputAssembly") != "false")
            .Select(reference => Path.GetFileNameWithoutExtension(((string)reference.Attribute("Include")!).Replace('\\', '/')));

        Assert.That(AllowedProjects, Contains.Key(name));
        Assert.That(references, Is.SubsetOf(AllowedProjects[name]));
    }

    [TestCaseSource(nameof(Projects))]
    public void A_project_uses_only_the_packages_of_its_floor(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        var packages = XDocument.Load(file).Descendants("PackageReference").Select(reference => (string)reference.Attribute("Include")!);

        Assert.That(packages, Is.SubsetOf(AllowedPackages[name]));
    }

    [TestCaseSource(nameof(Projects))]
    public void Only_engine_and_worker_ask_for_tensors(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        var usesTorch = XDocument.Load(file).Descendants("ArchRepairUsesTorch").Any(element => element.Value == "true");

        Assert.That(usesTorch, Is.EqualTo(Torch.Contains(name)));
    }

    [Test]
    public void The_tools_output_holds_no_tensor_library_outside_the_workers_folder()
    {
        var output = Path.Combine(RealData.RepositoryRoot, "src", "ArchRepair.Tool", "bin");
        if (!Directory.Exists(output)) Assert.Ignore("the tool was not built in this tree.");
        var outside = Directory.EnumerateFiles(output, "*orch*", SearchOption.AllDirectories)
            .Where(file => !file.Replace('\\', '/').Contains("/worker/", StringComparison.Ordinal));

        Assert.That(outside, Is.Empty);
    }
}
