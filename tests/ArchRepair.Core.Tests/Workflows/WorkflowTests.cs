using System.Text.RegularExpressions;

using ArchRepair.Tests;

using YamlDotNet.RepresentationModel;

namespace ArchRepair.Core.Tests.Workflows;

/// <summary>What can be known of a workflow file without its host: that it parses, and that it follows the rules that keep it safe.</summary>
public sealed partial class WorkflowTests
{
    private static readonly string[] AllowedToWrite = ["pull-requests"];

    private static IEnumerable<string> GitHubFiles() =>
    [
        .. Yaml(".github"), .. Yaml("samples/workflows/github"),
    ];

    private static IEnumerable<string> Workflows() => GitHubFiles().Where(file => Path.GetFileName(file) != "action.yml");

    private static IEnumerable<string> AllFiles() => [.. GitHubFiles(), .. Yaml("samples/workflows/azure"), .. Yaml("samples/workflows/gitlab")];

    private static IEnumerable<string> Yaml(string folder) => Directory
        .EnumerateFiles(Path.Combine(RealData.RepositoryRoot, folder), "*.yml", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
        .Select(file => Path.GetRelativePath(RealData.RepositoryRoot, file).Replace('\\', '/')).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(AllFiles))]
    public void A_file_is_yaml_without_a_key_twice(string file) => Assert.That(Root(file).Children, Is.Not.Empty);

    [TestCaseSource(nameof(GitHubFiles))]
    public void Every_action_is_our_own_or_pinned_by_its_commit_with_its_version_beside(string file)
    {
        foreach (var line in File.ReadLines(Path.Combine(RealData.RepositoryRoot, file)).Where(line => Uses().IsMatch(line)))
            Assert.That(line, Does.Match(@"uses: (\./[\w./-]+|[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$"));
    }

    [TestCaseSource(nameof(GitHubFiles))]
    public void No_script_has_text_pasted_into_it(string file)
    {
        foreach (var step in Steps(file))
            if (step.Children.TryGetValue("run", out var script)) Assert.That(script.ToString(), Does.Not.Contain("${{"));
    }

    [TestCaseSource(nameof(GitHubFiles))]
    public void Every_script_of_an_action_names_its_shell(string file)
    {
        if (Path.GetFileName(file) != "action.yml") Assert.Ignore("jobs have a default shell.");
        foreach (var step in Steps(file).Where(step => step.Children.ContainsKey("run"))) Assert.That(step.Children, Contains.Key((YamlNode)"shell"));
    }

    [TestCaseSource(nameof(Workflows))]
    public void A_workflow_may_read_contents_and_a_job_no_more_than_it_needs(string file)
    {
        var root = Root(file);
        Assert.That(Pairs(root["permissions"]), Is.EqualTo(new[] { ("contents", "read") }));
        foreach (var (_, job) in Jobs(root))
            if (job.Children.TryGetValue("permissions", out var permissions))
                Assert.That(Pairs(permissions).Where(pair => pair.Value != "read").Select(pair => pair.Key), Is.SubsetOf(AllowedToWrite));
    }

    [TestCaseSource(nameof(Workflows))]
    public void Every_job_ends_some_time(string file)
    {
        foreach (var (name, job) in Jobs(Root(file))) Assert.That(job.Children, Contains.Key((YamlNode)"timeout-minutes"), name);
    }

    // A job with a token that can write and code of a pull request in it gives the token away.
    [TestCaseSource(nameof(Workflows))]
    public void What_can_write_runs_nothing_of_a_pull_request(string file)
    {
        var root = Root(file);
        var triggers = root["on"] is YamlMappingNode on ? on.Children.Keys.Select(key => key.ToString()).ToArray() : [root["on"].ToString()];
        Assert.That(triggers, Does.Not.Contain("pull_request_target"));
        foreach (var (name, job) in Jobs(root))
        {
            var canWrite = job.Children.TryGetValue("permissions", out var permissions) && Pairs(permissions).Any(pair => pair.Value == "write");
            if (!canWrite) continue;
            Assert.That(triggers, Is.EqualTo(new[] { "workflow_run" }), name);
            foreach (var checkout in Steps(job).Where(step => step.Children.TryGetValue("uses", out var uses) && uses.ToString().StartsWith("actions/checkout@", StringComparison.Ordinal)))
                Assert.That(Pairs(checkout["with"]), Is.EqualTo(new[] { ("persist-credentials", "false") }), $"{name} must check out the default branch only.");
        }
    }

    [Test]
    public void The_report_is_uploaded_whatever_comes_out()
    {
        var upload = Steps(".github/actions/archrepair/action.yml").Single(step => step.Children.TryGetValue("uses", out var uses) && uses.ToString().StartsWith("actions/upload-artifact@", StringComparison.Ordinal));

        Assert.That(upload["if"].ToString(), Is.EqualTo("always()"));
    }

    [Test]
    public void Every_input_of_the_action_is_described_and_used()
    {
        var text = File.ReadAllText(Path.Combine(RealData.RepositoryRoot, ".github/actions/archrepair/action.yml"));
        foreach (var (name, input) in ((YamlMappingNode)Root(".github/actions/archrepair/action.yml")["inputs"]).Children)
        {
            Assert.That(((YamlMappingNode)input).Children, Contains.Key((YamlNode)"description"));
            Assert.That(text, Does.Contain($"inputs.{name}"));
        }
    }

    [Test]
    public void GitLab_is_told_of_the_files_that_the_tool_writes()
    {
        var reports = (YamlMappingNode)((YamlMappingNode)((YamlMappingNode)Root("samples/workflows/gitlab/.gitlab-ci.yml")["robustness"])["artifacts"])["reports"];

        Assert.That(Pairs(reports).Select(pair => (pair.Key, Path.GetFileName(pair.Value))), Is.EqualTo(new[] { ("junit", "junit.xml"), ("codequality", "gl-code-quality-report.json"), ("metrics", "metrics.txt") }));
    }

    private static YamlMappingNode Root(string file)
    {
        var stream = new YamlStream();
        using var reader = File.OpenText(Path.Combine(RealData.RepositoryRoot, file));
        stream.Load(reader);
        return (YamlMappingNode)stream.Documents.Single().RootNode;
    }

    private static IEnumerable<(string Name, YamlMappingNode Job)> Jobs(YamlMappingNode root) =>
        ((YamlMappingNode)root["jobs"]).Children.Select(pair => (pair.Key.ToString(), (YamlMappingNode)pair.Value));

    private static IEnumerable<YamlMappingNode> Steps(string file)
    {
        var root = Root(file);
        return root.Children.ContainsKey("runs") ? Steps((YamlMappingNode)root["runs"]) : Jobs(root).SelectMany(job => Steps(job.Job));
    }

    private static IEnumerable<YamlMappingNode> Steps(YamlMappingNode job) => ((YamlSequenceNode)job["steps"]).Cast<YamlMappingNode>();

    private static (string Key, string Value)[] Pairs(YamlNode node) => [.. ((YamlMappingNode)node).Children.Select(pair => (pair.Key.ToString(), pair.Value.ToString()))];

    [GeneratedRegex(@"^\s*(- )?uses:")]
    private static partial Regex Uses();
}
