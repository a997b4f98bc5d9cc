using System.Runtime.InteropServices;

using ArchRepair.Tests;

using QuickStart;

namespace ArchRepair.Packages.Tests.Support;

/// <summary>
/// A folder like a user's, its name with blanks and letters beyond ASCII: a folder feed of freshly packed packages, an empty
/// package cache, a tool manifest, and the quick start's model with a handful of cells.
/// </summary>
internal sealed class Workplace : IDisposable
{
    private readonly Dictionary<string, string> environment;

    public Workplace()
    {
        Root = Directory.CreateTempSubdirectory("archrepair päckages ü ").FullName;
        Feed = Directory.CreateDirectory(Path.Combine(Root, "feed")).FullName;
        Projects = Directory.CreateDirectory(Path.Combine(Root, "projects")).FullName;
        environment = new Dictionary<string, string>
        {
            ["NUGET_PACKAGES"] = Path.Combine(Root, "package cache"),
            ["DOTNET_CLI_HOME"] = Path.Combine(Root, "home"),
            ["ARCHREPAIR_CACHE"] = Path.Combine(Root, "archrepair cache"),
            ["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false",
            ["DOTNET_ADD_GLOBAL_TOOLS_TO_PATH"] = "false",
        };
        File.WriteAllText(Path.Combine(Root, "nuget.config"), $"""
            <configuration>
              <packageSources><clear /><add key="feed" value="{Feed}" /></packageSources>
              <fallbackPackageFolders><clear /></fallbackPackageFolders>
            </configuration>
            """);
    }

    public string Root { get; }

    public string Feed { get; }

    /// <summary>Holds the tool manifest and one folder a scenario.</summary>
    public string Projects { get; }

    public string Version { get; private set; } = "";

    public string Cache => environment["NUGET_PACKAGES"];

    /// <summary>libtorch as the installed tool brings it.</summary>
    public string LibTorch => Path.Combine(Cache, $"dotnet-archrepair.{Platform}", Version, "tools", "net10.0", Platform, "worker", "runtimes", Platform, "native");

    /// <summary>The platform whose tool package is packed and installed.</summary>
    public static string Platform { get; } = RuntimeInformation.RuntimeIdentifier is var rid && rid.StartsWith("linux", StringComparison.Ordinal)
        ? $"linux-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}" : rid;

    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>Runs dotnet with this workplace's cache and home.</summary>
    public Ending Dotnet(string folder, params string[] arguments) => CommandRun.Dotnet(folder, environment, arguments);

    /// <summary>The same with further variables.</summary>
    public Ending Dotnet(string folder, IReadOnlyDictionary<string, string> further, params string[] arguments) =>
        CommandRun.Dotnet(folder, environment.Concat(further).ToDictionary(), arguments);

    public System.Diagnostics.Process Start(string folder, params string[] arguments) => CommandRun.Start(folder, environment, arguments);

    /// <summary>Packs projects of this repository as they were built with these tests: nothing is restored, little compiled.</summary>
    public void Pack(string project, params string[] options)
    {
        var ending = CommandRun.Dotnet(RealData.RepositoryRoot, new Dictionary<string, string>(),
            ["pack", project, "-c", Configuration, "--no-restore", "-o", Feed, "-nologo", "-v", "quiet", "-p:UseSharedCompilation=false", .. options]);
        Assert.That(ending.Code, Is.Zero, ending.ToString());
    }

    public void PackAll()
    {
        // As released where the compiler for it lies in the package folder; it comes with a restore for packing only.
        var compiler = Path.Combine(BuildCache, $"microsoft.netcore.app.crossgen2.{Platform}", Environment.Version.ToString(3));
        Pack("src/ArchRepair.Tool", $"-p:ArchRepairToolRids={Platform}", $"-p:PublishReadyToRun={(Directory.Exists(compiler) ? "true" : "false")}");
        Pack("src/ArchRepair.MSBuild");
        Version = Path.GetFileNameWithoutExtension(Directory.EnumerateFiles(Feed, "ArchRepair.MSBuild.*.nupkg").Single())["ArchRepair.MSBuild.".Length..];
        File.WriteAllText(Path.Combine(Root, "Directory.Build.props"), $"<Project><PropertyGroup><ArchRepairVersion>{Version}</ArchRepairVersion></PropertyGroup></Project>");
    }

    /// <summary>The quick start's weights, images and a baseline of its healthy weights on few cells, made by the installed tool.</summary>
    public void MakeSample()
    {
        var source = Path.Combine(RealData.RepositoryRoot, "samples", "QuickStart", "weights");
        var sample = Directory.CreateDirectory(Path.Combine(Projects, "sample")).FullName;
        foreach (var file in Directory.EnumerateFiles(source)) File.Copy(file, Path.Combine(sample, Path.GetFileName(file)));
        ShapeSet.WriteAll(Path.Combine(sample, "data"));
        File.Copy(Scenario.SharedSettings, Path.Combine(sample, "archrepair.json"));
        var check = Dotnet(sample, "archrepair", "check", "--no-repair", "--weights", "healthy.safetensors");
        Assert.That(check.Code, Is.EqualTo(3), check.ToString());
        var accept = Dotnet(sample, "archrepair", "baseline", "accept");
        Assert.That(accept.Code, Is.Zero, accept.ToString());
    }

    /// <summary>Lets a scenario's other packages come from the cache that this repository was built with.</summary>
    public void AllowBuildCache(string folder) => File.WriteAllText(Path.Combine(folder, "nuget.config"), $"""
        <configuration>
          <fallbackPackageFolders><clear /><add key="built with" value="{BuildCache}" /></fallbackPackageFolders>
        </configuration>
        """);

    private static string BuildCache => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named
        ? named : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
