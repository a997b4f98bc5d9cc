using ArchRepair.Packages.Tests.Support;
using ArchRepair.Tests;

namespace ArchRepair.Packages.Tests;

/// <summary>The library packages in a program of a user's: the one that the package's own page shows.</summary>
[TestFixture, Category("Slow")]
public sealed class LibraryPackageTests
{
    [Test]
    public void Library_the_program_on_the_packages_page_checks_localizes_repairs_and_loads()
    {
        var workplace = PackedPackages.Workplace;
        foreach (var project in new[] { "Core", "Engine" }) workplace.Pack($"src/ArchRepair.{project}");
        var scenario = new Scenario(workplace, "Library");
        workplace.AllowBuildCache(scenario.Folder);
        File.WriteAllText(Path.Combine(scenario.Folder, "Program.cs"), ProgramOf("src/ArchRepair.Engine/README.md"));

        var ending = workplace.Dotnet(scenario.Folder, new Dictionary<string, string> { ["ARCHREPAIR_LIBTORCH"] = workplace.LibTorch }, "run");

        Assert.That(ending.Code, Is.Zero, ending.ToString());
        Assert.That(ending.Output, Does.Contain("verdict Regressed").And.Match("most vulnerable (layer[123]|stem)").And.Match(@"loaded \d+ parameters"));
        Assert.That(Path.Combine(scenario.Folder, "candidate.safetensors"), Does.Exist);
    }

    private static string ProgramOf(string page)
    {
        var text = File.ReadAllText(Path.Combine(RealData.RepositoryRoot, page));
        var start = text.IndexOf("```csharp\n", StringComparison.Ordinal) + "```csharp\n".Length;
        return text[start..text.IndexOf("\n```\n", start, StringComparison.Ordinal)];
    }
}
