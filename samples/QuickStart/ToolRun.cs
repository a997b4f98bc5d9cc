using System.Diagnostics;

namespace QuickStart;

/// <summary>Runs the freshly built <c>dotnet-archrepair</c> in the sample's folder, as a user would.</summary>
internal sealed class ToolRun(string assembly, string folder)
{
    public int Run(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = folder, UseShellExecute = false };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(assembly);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
