using ArchRepair.Core.Sharding;

namespace ArchRepair.Core.Tests.Sharding;

[TestFixture]
public sealed class ShardHostsTests
{
    [TestCase("CI_NODE_INDEX=2 CI_NODE_TOTAL=5", "2/5", "GitLab")]
    [TestCase("SYSTEM_JOBPOSITIONINPHASE=1 SYSTEM_TOTALJOBSINPHASE=3", "1/3", "Azure Pipelines")]
    [TestCase("JOB_COMPLETION_INDEX=0 ARCHREPAIR_SHARD_TOTAL=8", "1/8", "Kubernetes")]
    [TestCase("SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=8 SLURM_ARRAY_TASK_COUNT=8", "3/8", "Slurm")]
    [TestCase("SLURM_ARRAY_TASK_ID=14 SLURM_ARRAY_TASK_MIN=10 SLURM_ARRAY_TASK_MAX=14 SLURM_ARRAY_TASK_STEP=2 SLURM_ARRAY_TASK_COUNT=3", "3/3", "Slurm")]
    public void A_hosts_numbers_are_a_shard_from_one(string variables, string shard, string host)
    {
        var found = ShardHosts.Find(Reader(variables));

        Assert.That(found.Shard?.ToString(), Is.EqualTo(shard));
        Assert.That(found.Text, Is.EqualTo(host));
    }

    [TestCase("", "--shard 2/4")]
    [TestCase("JOB_COMPLETION_INDEX=0", "ARCHREPAIR_SHARD_TOTAL")]
    [TestCase("CI_NODE_INDEX=2", "total is missing")]
    [TestCase("CI_NODE_INDEX=6 CI_NODE_TOTAL=5", "[1, 5]")]
    [TestCase("JOB_COMPLETION_INDEX=8 ARCHREPAIR_SHARD_TOTAL=8", "[1, 8]")]
    [TestCase("SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=7 SLURM_ARRAY_TASK_COUNT=3", "regular")]
    public void What_cannot_be_told_is_said_with_the_cure(string variables, string cure)
    {
        var (shard, text) = ShardHosts.Find(Reader(variables));

        Assert.That(shard, Is.Null);
        Assert.That(text, Does.Contain(cure));
    }

    private static Func<string, string?> Reader(string variables)
    {
        var values = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        return name => values.GetValueOrDefault(name);
    }
}
