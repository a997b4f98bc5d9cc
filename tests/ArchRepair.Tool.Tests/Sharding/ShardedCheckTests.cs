using ArchRepair.Core.Protocol;
using ArchRepair.Core.Results;
using ArchRepair.Tool.Tests.Support;

namespace ArchRepair.Tool.Tests.Sharding;

/// <summary>Real shards in real processes, joined: one answer, whoever measured it.</summary>
[TestFixture]
public sealed class ShardedCheckTests
{
    private SampleFolder sample = null!;
    private string work = "";

    [OneTimeSetUp]
    public void MeasureThreeShardsAndOneWhole()
    {
        sample = new SampleFolder();
        sample.MakeSmall();
        work = sample.Root;
        Assert.That(Run("check", "--no-repair", "--report", "whole").Code, Is.EqualTo(1));
        foreach (var index in new[] { 1, 2, 3 })
        {
            var shard = Run("check", "--shard", $"{index}/3", "--report", "parts");
            Assert.That(shard.Code, Is.Zero, shard.ToString());
            Assert.That(shard.Output, Does.Contain($"shard {index}/3"));
        }
    }

    [OneTimeTearDown]
    public void RemoveSample() => sample.Dispose();

    [Test]
    public void Merged_shards_are_the_bytes_of_one_check_but_for_how_it_was_run()
    {
        var merged = Run("merge", "--no-repair", "--report", "parts");

        Assert.That(merged.Code, Is.EqualTo(1), merged.ToString());
        Assert.That(Normalized("parts"), Is.EqualTo(Normalized("whole")));
        Assert.That(ResultDigest.Of(Result("parts")), Is.EqualTo(ResultDigest.Of(Result("whole"))));
        Assert.That(File.ReadAllText(Path.Combine(work, "parts", "report.md")), Does.Contain("gaussian_noise/1"));
    }

    [Test]
    public void A_missing_shard_is_inconclusive_and_named()
    {
        var folder = Copy("missing", 1, 3);

        var merged = Run("merge", "--no-repair", "--shards", folder, "--report", "missing-report");

        Assert.That(merged.Code, Is.EqualTo(3), merged.ToString());
        Assert.That(merged.Error, Does.Contain("AR0310").And.Contain("Shard 2/3"));
        Assert.That(Directory.Exists(Path.Combine(work, "missing-report")), Is.False);
    }

    [Test]
    public void A_shard_of_other_settings_weights_or_durations_is_refused_and_named()
    {
        var folder = Copy("strange", 1, 2);
        var seed = Run("check", "--shard", "3/3", "--seed", "7", "--report", "seed");
        var weights = Run("check", "--shard", "3/3", "--weights", "weights/healthy.safetensors", "--report", "weights-report");
        var durations = Run("check", "--shard", "3/3", "--durations", "whole/result.json", "--report", "durations");

        foreach (var (ending, report, difference) in new[] { (seed, "seed", "seed 7"), (weights, "weights-report", "weights"), (durations, "durations", "plans") })
        {
            Assert.That(ending.Code, Is.Zero, ending.ToString());
            var merged = Run("merge", "--shards", folder, Path.Combine(report, "shards"), "--report", "strange-report");
            Assert.That(merged.Code, Is.EqualTo(2), merged.ToString());
            Assert.That(merged.Error, Does.Contain("AR0311").And.Contain(difference));
        }
    }

    [Test]
    public void A_shard_that_ran_twice_counts_once_and_one_that_contradicts_itself_is_refused()
    {
        var folder = Copy("twice", 1, 2, 3);
        var again = Copy(Path.Combine("twice", "again"), 2);
        Assert.That(Run("merge", "--no-repair", "--shards", folder, "--report", "twice-report").Code, Is.EqualTo(1));

        var file = Directory.EnumerateFiles(again).Single();
        var shard = CoreJson.Deserialize<Core.Sharding.ShardResult>(File.ReadAllText(file));
        var part = CellPart.FromBytes(shard.Parts[0])!;
        var predicted = part.Predicted.ToArray();
        predicted[0] = (ushort)(1 - Math.Min(predicted[0], (ushort)1));
        File.WriteAllText(file, CoreJson.Serialize(shard with { Parts = [(part with { Predicted = predicted }).ToBytes(), .. shard.Parts.Skip(1)] }));
        var merged = Run("merge", "--no-repair", "--shards", folder, "--report", "twice-report");

        Assert.That(merged.Code, Is.EqualTo(2), merged.ToString());
        Assert.That(merged.Error, Does.Contain("AR0312").And.Contain("shard 2/3"));
    }

    [Test]
    public void A_damaged_shard_is_a_malformed_file()
    {
        var folder = Copy("damaged", 1, 2, 3);
        var file = Directory.EnumerateFiles(folder).First();
        File.WriteAllText(file, File.ReadAllText(file)[..500]);

        var merged = Run("merge", "--shards", folder);

        Assert.That(merged.Code, Is.EqualTo(2), merged.ToString());
        Assert.That(merged.Error, Does.Contain("AR0202").And.Contain("shard-1-of-3.json"));
    }

    [Test]
    public void A_machine_without_the_data_merges_and_says_what_it_cannot_do()
    {
        sample.Replace("\"test\": { \"format\": \"cifar10\", \"path\": \"data\" }", "\"test\": { \"format\": \"cifar10\", \"path\": \"elsewhere\" }");
        try
        {
            var merged = Run("merge", "--no-repair", "--shards", Path.Combine("parts", "shards"), "--report", "no-data");

            Assert.That(merged.Code, Is.EqualTo(1), merged.ToString());
            Assert.That(merged.Error, Does.Contain("Not localized on this machine").And.Contain("elsewhere"));
        }
        finally
        {
            sample.Replace("\"elsewhere\"", "\"data\"");
        }
    }

    [Test]
    public void Other_weights_than_the_shards_are_refused_at_the_merge()
    {
        var merged = Run("merge", "--weights", "weights/healthy.safetensors", "--shards", Path.Combine("parts", "shards"), "--report", "other-weights");

        Assert.That(merged.Code, Is.EqualTo(2), merged.ToString());
        Assert.That(merged.Error, Does.Contain("AR0311").And.Contain("healthy.safetensors"));
    }

    [TestCase("0/3")]
    [TestCase("4/3")]
    [TestCase("2")]
    [TestCase("auto")]
    public void A_shard_that_cannot_be_told_is_a_usage_error(string shard)
    {
        var ending = Run("check", "--shard", shard);

        Assert.That(ending.Code, Is.EqualTo(2), ending.ToString());
        Assert.That(ending.Error, Does.Contain("AR0105").And.Contain("--shard"));
    }

    [Test]
    public void A_shard_that_is_told_to_stop_early_is_a_usage_error_wherever_its_number_comes_from()
    {
        Dictionary<string, string> numbered = new() { ["ARCHREPAIR_SHARD"] = "2/3" };

        foreach (var ending in new[] { Run("check", "--fast", "--shard", "2/3"), ToolProcess.Run(work, numbered, "check", "--fast"), Run("check", "--fast", "--shard", "2/3", "--dry-run") })
        {
            Assert.That(ending.Code, Is.EqualTo(2), ending.ToString());
            Assert.That(ending.Error, Does.Contain("AR0105").And.Contain("--fast and --shard exclude each other").And.Contain("Drop --fast"));
        }
    }

    [TestCase("gate.fast.when is always")]
    [TestCase("a pull request is built")]
    public void A_shard_measures_all_of_its_images_where_a_single_check_would_stop_early(string why)
    {
        var isSetting = why.StartsWith("gate.", StringComparison.Ordinal);
        var settings = File.ReadAllText(sample.Settings);
        if (isSetting) sample.Replace("\"gate\": {", "\"gate\": { \"fast\": { \"when\": \"always\" },");
        var environment = isSetting ? [] : new Dictionary<string, string> { ["GITHUB_EVENT_NAME"] = "pull_request" };

        var shard = ToolProcess.Run(work, environment, "check", "--shard", "2/3", "--report", "whole-shard");
        File.WriteAllText(sample.Settings, settings);

        Assert.That(shard.Code, Is.Zero, shard.ToString());
        Assert.That(shard.Error.Split('\n').Count(line => line.Contains("Not stopping early", StringComparison.Ordinal) && line.Contains(why, StringComparison.Ordinal)), Is.EqualTo(1), shard.Error);
        Assert.That(Answers("whole-shard"), Is.EqualTo(Answers("parts")));
    }

    [Test]
    [Platform("Linux")]
    public void The_Slurm_script_runs_its_task_of_the_array()
    {
        var script = Path.Combine(ArchRepair.Tests.RealData.RepositoryRoot, "samples", "Shards", "slurm-array.sbatch");
        var start = new System.Diagnostics.ProcessStartInfo("bash", [script]) { WorkingDirectory = work, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        var variables = new Dictionary<string, string>
        {
            ["SLURM_ARRAY_TASK_ID"] = "5",
            ["SLURM_ARRAY_TASK_MIN"] = "1",
            ["SLURM_ARRAY_TASK_MAX"] = "8",
            ["SLURM_ARRAY_TASK_COUNT"] = "8",
            ["SLURM_CPUS_PER_TASK"] = "2",
            ["SLURM_SUBMIT_DIR"] = work,
            ["ARCHREPAIR_COMMAND"] = $"dotnet exec {ToolProcess.Assembly}",
            ["ARCHREPAIR_REPORT"] = Path.Combine(work, "slurm"),
        };
        foreach (var (name, value) in variables) start.Environment[name] = value;

        using var process = System.Diagnostics.Process.Start(start)!;
        var ending = ToolProcess.Finish(process);

        Assert.That(ending.Code, Is.Zero, ending.ToString());
        Assert.That(File.Exists(Path.Combine(work, "slurm", "shards", "shard-5-of-8.json")), Is.True);
        Assert.That(Directory.Exists(Path.Combine(work, ".archrepair-cache", "results")), Is.True);
    }

    private ToolEnding Run(params string[] arguments) => ToolProcess.Run(work, arguments);

    private CheckResult Result(string report) => CoreJson.Deserialize<CheckResult>(File.ReadAllText(Path.Combine(work, report, "result.json")));

    private string[] Answers(string report) =>
    [
        .. CoreJson.Deserialize<Core.Sharding.ShardResult>(File.ReadAllText(Path.Combine(work, report, "shards", "shard-2-of-3.json"))).Parts
            .Select(bytes => CellPart.FromBytes(bytes)!).Select(part => $"{part.Cell} from {part.Start}: {string.Join(',', part.Predicted.ToArray())}"),
    ];

    private string Normalized(string report) => CoreJson.Serialize(ResultDigest.Normalize(Result(report)), isIndented: true);

    private string Copy(string name, params int[] shards)
    {
        var folder = Directory.CreateDirectory(Path.Combine(work, name)).FullName;
        foreach (var index in shards) File.Copy(Path.Combine(work, "parts", "shards", $"shard-{index}-of-3.json"), Path.Combine(folder, $"shard-{index}-of-3.json"));
        return folder;
    }
}
