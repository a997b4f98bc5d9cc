using ArchRepair.Tests;

namespace ArchRepair.Tool.Tests;

/// <summary>The README's first screen keeps its two commands, and its paths exist.</summary>
[TestFixture]
public sealed class ReadmeTests
{
    private const int FirstScreen = 40;

    [TestCase("dotnet run --project samples/QuickStart")]
    [TestCase("dotnet test ArchRepair.Tool.sln")]
    public void The_first_screen_holds_the_command(string command)
    {
        var lines = File.ReadLines(Path.Combine(RealData.RepositoryRoot, "README.md")).Take(FirstScreen);

        Assert.That(lines.Select(line => line.Trim()), Has.Some.StartWith(command));
    }

    [TestCase("README.md")]
    [TestCase("src/README.md")]
    [TestCase("build/README.md")]
    [TestCase("tests/README.md")]
    [TestCase("samples/README.md")]
    public void Every_path_that_a_map_names_exists(string map)
    {
        var file = Path.Combine(RealData.RepositoryRoot, map);
        var folder = Path.GetDirectoryName(file)!;
        var named = File.ReadLines(file)
            .SelectMany(line => line.Split('`').Where((_, index) => index % 2 == 1))
            .Where(text => text.Contains('/', StringComparison.Ordinal) && (text.EndsWith(".cs", StringComparison.Ordinal) || text.EndsWith(".md", StringComparison.Ordinal) || text.EndsWith('/')))
            .Where(text => !text.StartsWith("..", StringComparison.Ordinal) && !text.Contains('*', StringComparison.Ordinal));

        Assert.That(named.Where(path => !Path.Exists(Path.Combine(folder, path)) && !Path.Exists(Path.Combine(RealData.RepositoryRoot, path))), Is.Empty);
    }
}
