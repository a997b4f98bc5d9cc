using System.Text;
using System.Text.Json;

using ArchRepair.Core.Protocol;
using ArchRepair.Core.Results;

namespace ArchRepair.Core.Files;

/// <summary>A file of <see cref="HistoryLine"/>s, a line of JSON each. Runs only append, so that several may share it.</summary>
public static class HistoryFile
{
    /// <summary>Its name in a history folder.</summary>
    public const string Name = "history.jsonl";

    /// <summary>Appends the run unless it is there already; in one write under a lock, so that no reader sees half a line of a living writer.</summary>
    /// <returns>False when another process holds the file just now: try again.</returns>
    /// <exception cref="IOException">The folder cannot be written, or the disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static bool TryAppend(string folder, HistoryLine run)
    {
        ArgumentNullException.ThrowIfNull(run);
        Directory.CreateDirectory(folder);
        FileStream file;
        try
        {
            file = new FileStream(Path.Combine(folder, Name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (IsShared(exception))
        {
            return false;
        }

        using (file)
        {
            var text = ReadText(file);
            if (Parse(text).Runs.Contains(run)) return true;
            // A writer that was killed can leave half a line; the new one must not become its end.
            var line = (text.Length > 0 && text[^1] != '\n' ? "\n" : "") + CoreJson.Serialize(run) + "\n";
            file.Seek(0, SeekOrigin.End);
            file.Write(Encoding.UTF8.GetBytes(line));
            file.Flush(flushToDisk: true);
            return true;
        }
    }

    /// <returns>The runs in the order of the file, and how many lines could not be read.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static (IReadOnlyList<HistoryLine> Runs, int Unreadable) Read(string folder)
    {
        var path = Path.Combine(folder, Name);
        if (!File.Exists(path)) return ([], 0);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return Parse(ReadText(file));
    }

    private static (IReadOnlyList<HistoryLine> Runs, int Unreadable) Parse(string text)
    {
        var (runs, unreadable) = (new List<HistoryLine>(), 0);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            try
            {
                var run = CoreJson.Deserialize<HistoryLine>(line);
                if (run.Schema is >= 1 and <= HistoryLine.CurrentSchema) runs.Add(run);
                else unreadable++;
            }
            catch (Exception exception) when (exception is JsonException or ArgumentException)
            {
                unreadable++;
            }
        }

        return (runs, unreadable);
    }

    private static string ReadText(FileStream file)
    {
        using var reader = new StreamReader(file, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        return reader.ReadToEnd();
    }

    // ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION, and EWOULDBLOCK as .NET reports it on Linux and macOS.
    private static bool IsShared(IOException exception) => (exception.HResult & 0xFFFF) is 32 or 33 or 11 or 35;
}
