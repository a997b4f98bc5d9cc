using System.Text;

namespace ArchRepair.Reporting.Tests;

/// <summary>
/// Compares with files under <c>Golden</c>. To accept new ones: set <c>ARCHREPAIR_ACCEPT_GOLDEN=1</c>, run the tests, and look at the
/// difference in version control before committing it.
/// </summary>
internal static class Golden
{
    private static string Folder
    {
        get
        {
            for (var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory); folder is not null; folder = folder.Parent)
            {
                var golden = Path.Combine(folder.FullName, "tests", "ArchRepair.Reporting.Tests", "Golden");
                if (Directory.Exists(golden)) return golden;
            }

            throw new DirectoryNotFoundException("tests/ArchRepair.Reporting.Tests/Golden lies in no folder above the test's.");
        }
    }

    public static void AssertSame(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        if (Environment.GetEnvironmentVariable("ARCHREPAIR_ACCEPT_GOLDEN") == "1")
        {
            File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            return;
        }

        Assert.That(File.Exists(path), Is.True, $"{name} is missing; accept it with ARCHREPAIR_ACCEPT_GOLDEN=1.");
        Assert.That(text, Is.EqualTo(File.ReadAllText(path)), $"{name} differs; if the change is meant, accept it with ARCHREPAIR_ACCEPT_GOLDEN=1.");
    }
}
