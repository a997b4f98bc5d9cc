using System.Diagnostics;
using System.Text;

namespace ArchRepair.Tool.Tests.Support;

/// <summary>The real command in a process of its own, as a user starts it.</summary>
internal static class ToolProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    /// <summary>The tool that was built with these tests, its worker beside it.</summary>
    public static string Assembly { get; } = Path.Combine(
        ArchRepair.Tests.RealData.RepositoryRoot, "src", "ArchRepair.Tool", "bin", Configuration, "net10.0", "dotnet-archrepair.dll");

    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    public static ToolEnding Run(string folder, params string[] arguments) => Run(folder, [], arguments);

    public static ToolEnding Run(string folder, Dictionary<string, string> environment, params string[] arguments)
    {
        using var process = Start(folder, environment, arguments);
        return Finish(process);
    }

    public static Process Start(string folder, Dictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(Assembly);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("ARCHREPAIR_", StringComparison.Ordinal)).ToArray()) start.Environment.Remove(name);
        foreach (var name in new[] { "GITHUB_ACTIONS", "TF_BUILD", "GITLAB_CI", "GITHUB_EVENT_NAME", "BUILD_REASON", "CI_MERGE_REQUEST_IID" }) start.Environment.Remove(name);
        // Tests see work done; those that are about the cache name a folder of their own.
        if (!environment.ContainsKey("ARCHREPAIR_CACHE")) start.Environment["ARCHREPAIR_NO_CACHE"] = "1";
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    public static ToolEnding Finish(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"the command did not end within {Patience}; it printed:\n{output.Result}\n{error.Result}");
        }

        return new ToolEnding(process.ExitCode, output.Result, error.Result);
    }
}

/// <summary>What a command left behind.</summary>
internal sealed record ToolEnding(int Code, string Output, string Error)
{
    public override string ToString() => $"exit {Code}\n{Output}\n{Error}";
}
