using ArchRepair.Tests;

namespace ArchRepair.Packages.Tests.Support;

/// <summary>A scenario folder, copied into the workplace and built there for real.</summary>
internal sealed class Scenario
{
    private readonly Workplace workplace;

    public Scenario(Workplace workplace, string name, string? below = null)
    {
        this.workplace = workplace;
        Folder = Path.Combine(below ?? workplace.Projects, name);
        var source = Path.Combine(Source, name);
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(Folder, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        if (!File.Exists(Settings)) File.Copy(SharedSettings, Settings);
    }

    /// <summary>Settings of every scenario that brings none.</summary>
    public static string SharedSettings { get; } = Path.Combine(Source, "archrepair.json");

    public string Folder { get; }

    public string Settings => Path.Combine(Folder, "archrepair.json");

    /// <summary>Stamps of checks that passed.</summary>
    public IReadOnlyList<string> Stamps => Directory.Exists(Path.Combine(Folder, "obj"))
        ? Directory.GetFiles(Path.Combine(Folder, "obj"), "*.passed", SearchOption.AllDirectories) : [];

    private static string Source => Path.Combine(RealData.RepositoryRoot, "tests", "ArchRepair.Packages.Tests", "Scenarios");

    /// <summary><c>dotnet build</c> with plain output.</summary>
    public Ending Build(params string[] options) => workplace.Dotnet(Folder, ["build", "-nologo", "-tl:off", "-p:UseSharedCompilation=false", .. options]);

    public System.Diagnostics.Process StartBuild(params string[] options) => workplace.Start(Folder, ["build", "-nologo", "-tl:off", .. options]);
}
