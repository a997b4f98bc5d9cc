namespace ArchRepair.Tests;

/// <summary>
/// Finds the real data and the reference fixtures that are not part of the repository. A test that needs them is reported as
/// skipped, with the reason, where they are absent.
/// </summary>
internal static class RealData
{
    /// <summary>Folder of <c>cifar10</c>, <c>cifar10-c</c>, <c>models</c>, or null when this machine has none.</summary>
    public static string? Folder { get; } = FindData();

    /// <summary>Folder of the reference fixtures (<c>pth</c>, <c>corruptions</c>, <c>statistics.json</c>), or null.</summary>
    public static string? Fixtures { get; } = FindBeside("fixtures");

    /// <summary>Root of the repository that this test was built from.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    public static string RequireData(params string[] parts) => Require(Folder, "ARCHREPAIR_DATA or ../shared/data", parts);

    public static string RequireFixture(params string[] parts) => Require(Fixtures, "../shared/fixtures", parts);

    private static string Require(string? folder, string where, string[] parts)
    {
        if (folder is null) Assert.Ignore($"real data is absent: neither {where} exists on this machine.");
        return Path.Combine([folder!, .. parts]);
    }

    private static string? FindData()
    {
        var named = Environment.GetEnvironmentVariable("ARCHREPAIR_DATA");
        if (!string.IsNullOrEmpty(named) && Directory.Exists(named)) return Path.GetFullPath(named);
        return FindBeside("data");
    }

    private static string? FindBeside(string name)
    {
        var folder = Path.GetFullPath(Path.Combine(FindRoot(), "..", "shared", name));
        return Directory.Exists(folder) ? folder : null;
    }

    private static string FindRoot()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "ArchRepair.Tool.sln"))) return at.FullName;
        throw new InvalidOperationException($"No ArchRepair.Tool.sln above {AppContext.BaseDirectory}.");
    }
}
