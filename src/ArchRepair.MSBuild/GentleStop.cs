using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;

namespace ArchRepair.MSBuild;

/// <summary>Asks a process to end on its own terms. Windows has no such request for a process without a window; there the kill has to do.</summary>
internal static class GentleStop
{
    private const int Terminate = 15; // SIGTERM

    /// <summary>A little more than the tool gives its worker (6 s) to write what it has finished.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(8);

    /// <returns>Whether the request was made; the process may have ended already.</returns>
    public static bool Ask(Process process)
    {
        if (Path.DirectorySeparatorChar == '\\') return false;
        try
        {
            return Kill(process.Id, Terminate) == 0;
        }
        catch (InvalidOperationException)
        {
            return false; // it ended, and its id is nobody's or another's
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
