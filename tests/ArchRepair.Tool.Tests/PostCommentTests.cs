using System.Diagnostics;

using ArchRepair.Tests;

namespace ArchRepair.Tool.Tests;

/// <summary>The script that comments on a pull request, with a stand-in for GitHub's command that writes down what it is asked.</summary>
[TestFixture]
[Platform(Include = "Unix")]
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class PostCommentTests
{
    private const string Head = "0123456789abcdef0123456789abcdef01234567";
    private const string Marker = "<!-- archrepair:resnet20-00c0ffee -->";

    // Answers as GitHub would: the pull request's head, then its comments as "id TAB first line", as the script's own filter gives them.
    private const string Stand = """
        #!/usr/bin/env bash
        printf '%s\n' "$*" >> "$ASKED"
        case "$*" in
          *pulls/7*) echo "$HEAD_OF_7" ;;
          *--paginate*) cat "$COMMENTS" ;;
        esac
        """;

    private string folder = "";

    [SetUp]
    public void MakeFolder()
    {
        folder = Directory.CreateTempSubdirectory("archrepair-comment-").FullName;
        File.WriteAllText(InFolder("gh"), Stand.ReplaceLineEndings("\n"));
        File.SetUnixFileMode(InFolder("gh"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        File.WriteAllText(InFolder("comments"), $"11\t<!-- another -->\n12\t{Marker}\n13\t{Marker}\n");
        File.WriteAllText(InFolder("comment.md"), $"{Marker}\n# Failed\n");
        File.WriteAllText(InFolder("asked"), "");
    }

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void The_comment_of_an_earlier_run_is_replaced()
    {
        Assert.That(Post("7", Head), Is.Zero);
        Assert.That(File.ReadAllText(InFolder("asked")), Does.Contain("PATCH repos/o/r/issues/comments/12 ").And.Not.Contain("POST"));
    }

    [Test]
    public void The_first_run_comments_anew()
    {
        File.WriteAllText(InFolder("comments"), "11\t<!-- another -->\n");

        Assert.That(Post("7", Head), Is.Zero);
        Assert.That(File.ReadAllText(InFolder("asked")), Does.Contain("POST repos/o/r/issues/7/comments").And.Not.Contain("PATCH"));
    }

    [TestCase("7;id", Head)]
    [TestCase("07", Head)]
    [TestCase("-7", Head)]
    [TestCase("", Head)]
    [TestCase("7\n8", Head)]
    [TestCase("7", "main")]
    [TestCase("7", "../../../repos")]
    public void A_number_or_head_that_is_none_asks_for_nothing(string number, string head)
    {
        Assert.That(Post(number, head), Is.EqualTo(1));
        Assert.That(File.ReadAllText(InFolder("asked")), Is.Empty);
    }

    [TestCase("no marker\n")]
    [TestCase("<!-- archrepair:A b -->\n")]
    [TestCase(" <!-- archrepair:a -->\n")]
    [TestCase("<!-- archrepair:a --> and more\n")]
    public void A_file_that_is_no_comment_of_ours_asks_for_nothing(string text)
    {
        File.WriteAllText(InFolder("comment.md"), text);

        Assert.That(Post("7", Head), Is.EqualTo(1));
        Assert.That(File.ReadAllText(InFolder("asked")), Is.Empty);
    }

    [Test]
    public void A_comment_that_is_too_long_asks_for_nothing()
    {
        File.AppendAllText(InFolder("comment.md"), new string('x', 70_000));

        Assert.That(Post("7", Head), Is.EqualTo(1));
        Assert.That(File.ReadAllText(InFolder("asked")), Is.Empty);
    }

    [Test]
    public void A_run_cannot_write_on_a_pull_request_with_another_head()
    {
        Assert.That(Post("7", new string('f', 40)), Is.EqualTo(1));
        Assert.That(File.ReadAllText(InFolder("asked")), Does.Not.Contain("PATCH").And.Not.Contain("POST"));
    }

    private int Post(string number, string head)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in new[] { Path.Combine(RealData.RepositoryRoot, ".github", "actions", "archrepair", "post-comment.sh"), InFolder("comment.md"), number, head }) start.ArgumentList.Add(argument);
        start.Environment["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["GH_REPO"] = "o/r";
        start.Environment["ASKED"] = InFolder("asked");
        start.Environment["COMMENTS"] = InFolder("comments");
        start.Environment["HEAD_OF_7"] = Head;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        TestContext.Out.WriteLine(output);
        return process.ExitCode;
    }

    private string InFolder(string name) => Path.Combine(folder, name);
}
