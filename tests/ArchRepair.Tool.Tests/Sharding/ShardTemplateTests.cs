using System.Diagnostics;

using ArchRepair.Tests;

using YamlDotNet.RepresentationModel;

namespace ArchRepair.Tool.Tests.Sharding;

/// <summary>The templates parse, and the numbers that must agree in them do.</summary>
[TestFixture]
public sealed class ShardTemplateTests
{
    private static string Folder => Path.Combine(RealData.RepositoryRoot, "samples", "Shards");

    [Test]
    public void The_matrix_has_as_many_shards_as_its_command_says_and_the_merge_waits_for_them()
    {
        var workflow = Documents("github-matrix.yml").Single();
        var check = At(workflow, "jobs", "check");
        var merge = At(workflow, "jobs", "merge");

        var shards = ((YamlSequenceNode)At(check, "strategy", "matrix", "shard")).Children.Select(node => ((YamlScalarNode)node).Value).ToArray();

        Assert.That(shards, Is.EqualTo(Enumerable.Range(1, shards.Length).Select(i => $"{i}")));
        Assert.That(Commands(check), Does.Contain($"dotnet archrepair check --shard ${{{{ matrix.shard }}}}/{shards.Length}"));
        Assert.That(((YamlScalarNode)At(merge, "needs")).Value, Is.EqualTo("check"));
        Assert.That(Commands(merge), Has.Some.StartWith("dotnet archrepair merge --shards shards"));
        Assert.That(Step(check, "upload-artifact", "path"), Is.EqualTo("artifacts/archrepair/shards"), "where check --shard writes by default");
        Assert.That(Step(merge, "download-artifact", "path"), Is.EqualTo("shards"), "where merge looks");
    }

    [Test]
    public void The_indexed_job_tells_its_pods_how_many_they_are()
    {
        var jobs = Documents("kubernetes-job.yaml");
        var spec = At(jobs[0], "spec");
        var container = ((YamlSequenceNode)At(spec, "template", "spec", "containers")).Children.Single();
        var total = ((YamlSequenceNode)At(container, "env")).Children.Single(node => Text(node, "name") == Core.Sharding.ShardHosts.TotalVariable);

        Assert.That(jobs.Select(job => Text(job, "kind")), Is.All.EqualTo("Job"));
        Assert.That(Text(spec, "completionMode"), Is.EqualTo("Indexed"));
        Assert.That(Text(total, "value"), Is.EqualTo(Text(spec, "completions")));
        Assert.That(Text(At(spec, "template", "spec"), "restartPolicy"), Is.EqualTo("Never"), "what a Job with a backoff limit per index demands");
        Assert.That(Command(jobs[0]), Does.Contain("check --shard auto"));
        Assert.That(Command(jobs[1]), Does.Contain("merge"));
    }

    [Test]
    [Platform("Linux")]
    public void The_Slurm_script_is_correct_bash_with_a_regular_array()
    {
        var file = Path.Combine(Folder, "slurm-array.sbatch");
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-n", file]))!;
        bash.WaitForExit();

        Assert.That(bash.ExitCode, Is.Zero);
        Assert.That(File.ReadLines(file), Has.Some.Match("^#SBATCH --array=1-[0-9]+$"));
        Assert.That(File.ReadLines(file).First(), Does.StartWith("#!"));
    }

    private static List<YamlNode> Documents(string file)
    {
        var stream = new YamlStream();
        using var reader = File.OpenText(Path.Combine(Folder, file));
        stream.Load(reader);
        return [.. stream.Documents.Select(document => document.RootNode)];
    }

    private static YamlNode At(YamlNode node, params string[] path) => path.Aggregate(node, (at, key) => ((YamlMappingNode)at).Children[new YamlScalarNode(key)]);

    private static string? Text(YamlNode node, string key) => ((YamlScalarNode)At(node, key)).Value;

    private static IEnumerable<YamlMappingNode> Steps(YamlNode job) => ((YamlSequenceNode)At(job, "steps")).Children.Cast<YamlMappingNode>();

    private static string[] Commands(YamlNode job) => [.. Steps(job).Where(step => step.Children.ContainsKey("run")).Select(step => Text(step, "run")!)];

    private static string? Step(YamlNode job, string action, string input) =>
        Text(At(Steps(job).First(step => step.Children.ContainsKey("uses") && Text(step, "uses")!.Contains(action, StringComparison.Ordinal)), "with"), input);

    private static string Command(YamlNode job) => string.Join(' ', ((YamlSequenceNode)At(
        ((YamlSequenceNode)At(job, "spec", "template", "spec", "containers")).Children.Single(), "command")).Children.Select(node => ((YamlScalarNode)node).Value));
}
