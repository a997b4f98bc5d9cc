using ArchRepair.Tests;

namespace ArchRepair.Engine.Tests.Formats;

public sealed class NativeFreedomTests
{
    [Test]
    public void Only_the_conversion_names_TorchSharp_types()
    {
        var folder = Path.Combine(RealData.RepositoryRoot, "src", "ArchRepair.Engine", "Formats");
        var users = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => File.ReadLines(file).Any(line => line.StartsWith("using", StringComparison.Ordinal) && line.Contains("TorchSharp", StringComparison.Ordinal)))
            .Select(Path.GetFileName);
        Assert.That(users, Is.EqualTo(["TensorConversion.cs"]));
    }
}
