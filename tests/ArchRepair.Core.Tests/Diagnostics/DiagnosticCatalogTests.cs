using System.Text.RegularExpressions;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Tests;

namespace ArchRepair.Core.Tests.Diagnostics;

[TestFixture]
public sealed partial class DiagnosticCatalogTests
{
    [Test]
    public void Codes_are_unique_and_ascending() =>
        Assert.That(DiagnosticCatalog.All.Select(entry => entry.Code), Is.Unique.And.Ordered.Using<string>(StringComparer.Ordinal));

    [Test]
    public void Every_code_that_the_sources_use_can_be_explained()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(RealData.RepositoryRoot, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
        var used = sources.SelectMany(file => Code().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)).Distinct();

        Assert.That(used.Where(code => DiagnosticCatalog.Find(code) is null), Is.Empty);
    }

    [Test]
    public void A_code_is_found_in_any_case() => Assert.That(DiagnosticCatalog.Find("ar0001")?.Code, Is.EqualTo("AR0001"));

    [GeneratedRegex("\"(AR\\d{4})\"")]
    private static partial Regex Code();
}
