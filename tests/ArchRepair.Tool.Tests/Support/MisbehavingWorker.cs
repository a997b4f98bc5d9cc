using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

using ArchRepair.Core.Protocol;

namespace ArchRepair.Tool.Tests.Support;

/// <summary>A worker that dies, hangs or lies for real, as <see cref="Variable"/> says; the tool starts it through ARCHREPAIR_WORKER.</summary>
internal static partial class MisbehavingWorker
{
    public const string Variable = "ARCHREPAIR_TEST_MISBEHAVIOUR";

    public static string Assembly => typeof(MisbehavingWorker).Assembly.Location;

    public static int Run(string[] args)
    {
        // As a tool, it is one that runs and then fails without a word that MSBuild could show.
        if (args is ["--version"]) return 0;
        Console.WriteLine(CoreJson.Serialize(new WorkerLine("evaluate", 1, 10)));
        Console.Error.WriteLine("last words");
        switch (Environment.GetEnvironmentVariable(Variable))
        {
            case "killed":
                Process.GetCurrentProcess().Kill();
                return 0;
            case "segfault":
                return (int)memset(16, 1, 64);
            case "abort":
                Environment.FailFast("abort");
                return 0;
            case "silent":
                using (var never = new ManualResetEvent(false)) never.WaitOne();
                return 0;
            case "wrong-answer":
                var request = CoreJson.Deserialize<WorkerRequest>(File.ReadAllText(args[0]));
                File.WriteAllText(request.ResponsePath, CoreJson.Serialize<WorkerResponse>(new CorruptResponse(1, 0, 0, "")));
                return 0;
            case "exit":
                return int.Parse(args.Length > 1 ? args[1] : "7", CultureInfo.InvariantCulture);
            default:
                return 9;
        }
    }

    [LibraryImport("libc")]
    private static partial nint memset(nint address, int value, nint length);
}
