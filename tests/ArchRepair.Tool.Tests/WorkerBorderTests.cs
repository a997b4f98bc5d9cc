using System.Diagnostics;

using ArchRepair.Tool.Tests.Support;

namespace ArchRepair.Tool.Tests;

/// <summary>Whatever happens to the process that computes, the tool ends with code 4 and says what it was.</summary>
[TestFixture]
public sealed class WorkerBorderTests
{
    private string folder = "";

    [SetUp]
    public void CreateFolder() => folder = Directory.CreateTempSubdirectory("archrepair-worker-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [TestCase("killed", "was killed (SIGKILL")]
    [TestCase("segfault", "crashed in native code (SIGSEGV)")]
    [TestCase("abort", "aborted in native code (SIGABRT)")]
    [TestCase("exit", "ended with code 7 without an answer")]
    [Platform("Linux")]
    public void A_worker_that_dies_is_exit_4_and_named(string misbehaviour, string description)
    {
        var ending = ToolProcess.Run(folder, Misbehaving(misbehaviour), "doctor");

        Assert.That(ending.Code, Is.EqualTo(4), ending.ToString());
        Assert.That(ending.Error, Does.Contain("AR0402").And.Contain(description).And.Contain("It said last"));
    }

    [Test]
    public void A_silent_worker_is_ended_after_the_heartbeat()
    {
        var environment = Misbehaving("silent");
        environment["ARCHREPAIR_HEARTBEAT_SECONDS"] = "1";

        var ending = ToolProcess.Run(folder, environment, "doctor");

        Assert.That(ending.Code, Is.EqualTo(4), ending.ToString());
        Assert.That(ending.Error, Does.Contain("gave no sign of life for 1 s"));
    }

    [Test]
    public void An_answer_to_another_question_is_a_bug_of_ours_and_exit_5()
    {
        var ending = ToolProcess.Run(folder, Misbehaving("wrong-answer"), "doctor");

        Assert.That(ending.Code, Is.EqualTo(5), ending.ToString());
        Assert.That(ending.Error, Does.Contain("AR0501").And.Contain("please report"));
    }

    [Test]
    public void A_missing_worker_is_an_incomplete_installation()
    {
        var ending = ToolProcess.Run(folder, new Dictionary<string, string> { ["ARCHREPAIR_WORKER"] = Path.Combine(folder, "none.dll") }, "doctor");

        Assert.That(ending.Code, Is.EqualTo(4));
        Assert.That(ending.Error, Does.Contain("Install the tool again"));
    }

    [Test]
    public void The_doctor_says_what_was_loaded()
    {
        var ending = ToolProcess.Run(folder, "doctor");

        Assert.That(ending.Code, Is.Zero, ending.ToString());
        Assert.That(ending.Output, Does.Contain("libtorch     2.10.0").And.Contain("LibTorchSharp"));
    }

    [Test]
    public void A_libtorch_that_does_not_load_is_exit_4_with_the_loaders_words()
    {
        var broken = Path.Combine(folder, "lib");
        Directory.CreateDirectory(broken);
        foreach (var name in new[] { "libc10.so", "libtorch_cpu.so", "libtorch.so" }) File.WriteAllText(Path.Combine(broken, name), "no library");

        var ending = ToolProcess.Run(folder, new Dictionary<string, string> { ["ARCHREPAIR_LIBTORCH"] = broken }, "doctor");

        Assert.That(ending.Code, Is.EqualTo(4), ending.ToString());
        Assert.That(ending.Error, Does.Contain("AR0401").And.Contain("libc10.so"));
    }

    [TestCase(2, 130)]
    [TestCase(15, 143)]
    [Platform("Linux")]
    public void A_signal_ends_the_tool_and_its_worker(int signal, int code)
    {
        using var process = ToolProcess.Start(folder, Misbehaving("silent"), "doctor");
        Assert.That(SpinWait.SpinUntil(() => ChildOf(process.Id) is not null, TimeSpan.FromSeconds(60)), Is.True, "the worker did not start");
        var worker = ChildOf(process.Id)!.Value;

        using (var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"])) kill.WaitForExit();
        var ending = ToolProcess.Finish(process);

        Assert.That(ending.Code, Is.EqualTo(code), ending.ToString());
        Assert.That(Directory.Exists($"/proc/{worker}"), Is.False, "the worker outlived its tool");
    }

    /// <summary>The fourth field of /proc/PID/stat, after the name in brackets, is the parent.</summary>
    internal static int? ChildOf(int parent)
    {
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(directory), out var id)) continue;
            try
            {
                var stat = File.ReadAllText(Path.Combine(directory, "stat"));
                if (stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1] == $"{parent}") return id;
            }
            catch (IOException)
            {
                // A process that ended while we looked has no parent any more.
            }
        }

        return null;
    }

    private static Dictionary<string, string> Misbehaving(string how) => new()
    {
        ["ARCHREPAIR_WORKER"] = MisbehavingWorker.Assembly,
        [MisbehavingWorker.Variable] = how,
    };
}
