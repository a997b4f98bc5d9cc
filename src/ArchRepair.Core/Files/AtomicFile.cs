using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ArchRepair.Core.Files;

/// <summary>
/// Writes files whole or not at all: into a temporary file beside the target, flushed to the device, then renamed over it.
/// A reader sees the old content or the new, at any moment, also when the writer is killed.
/// </summary>
/// <remarks>
/// The temporary file lies in the target's folder, because a rename across devices is a copy and can be torn. A killed writer
/// leaves it behind as <c>.NAME.ID.tmp-archrepair</c>; the next write of the same target removes it. Whether its writer still
/// lives is asked of the file lock that a writer holds until its rename, not of a clock or a process table.
/// </remarks>
public static class AtomicFile
{
    /// <summary>How the name of every temporary file ends.</summary>
    public const string TemporarySuffix = ".tmp-archrepair";

    private const int CreationAttempts = 5;

    /// <summary>Writes what <paramref name="write"/> puts into its stream; the target is untouched when it throws.</summary>
    /// <param name="path">Target; folders that are missing are made, and a symbolic link is followed.</param>
    /// <param name="write">Gets a writable, seekable stream, and may close it.</param>
    /// <exception cref="IOException">The disk is full, the folder cannot be written, or the target is a folder.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the target may not be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        var target = Resolve(path);
        var folder = Path.GetDirectoryName(target) ?? throw new IOException($"{path} is a root folder, not a file.");
        Directory.CreateDirectory(folder);
        RemoveAbandoned(folder, $".{Path.GetFileName(target)}.*{TemporarySuffix}");

        var isInPlace = false;
        var handle = CreateTemporary(target, out var temporary);
        try
        {
            WriteThrough(handle, write);
            RandomAccess.FlushToDisk(handle);
            File.Move(temporary, target, overwrite: true);
            isInPlace = true;
        }
        finally
        {
            handle.Dispose();
            if (!isInPlace) File.Delete(temporary);
        }
    }

    /// <summary>Writes text as UTF-8 without a byte order mark; line ends are left as they are.</summary>
    /// <inheritdoc cref="Write" path="/exception"/>
    public static void WriteText(string path, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        WriteBytes(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(text));
    }

    /// <summary>Writes bytes.</summary>
    /// <inheritdoc cref="Write" path="/exception"/>
    public static void WriteBytes(string path, ReadOnlyMemory<byte> bytes) => Write(path, stream => stream.Write(bytes.Span));

    /// <summary>Removes every temporary file in <paramref name="folder"/> whose writer has died; others stay.</summary>
    /// <returns>How many were removed.</returns>
    public static int RemoveAbandoned(string folder) => RemoveAbandoned(folder, $".*{TemporarySuffix}");

    private static int RemoveAbandoned(string folder, string pattern)
    {
        var removed = 0;
        foreach (var file in Directory.EnumerateFiles(folder, pattern, Everything))
            if (TryRemoveAbandoned(file)) removed++;
        return removed;
    }

    private static bool TryRemoveAbandoned(string file)
    {
        try
        {
            // Removed while the lock is held, so that a writer that comes in between sees that its name is gone.
            File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose).Dispose();
            return true;
        }
        catch (IOException)
        {
            return false; // Its writer lives and holds the lock, or has just renamed it.
        }
        catch (UnauthorizedAccessException)
        {
            return false; // Another user's file: not ours to judge.
        }
    }

    // Creating a file and locking it are two steps on Unix; another writer's clean-up can come between them, hence the attempts.
    private static SafeFileHandle CreateTemporary(string target, out string temporary)
    {
        for (var attempt = 1; ; attempt++)
        {
            temporary = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}{TemporarySuffix}");
            try
            {
                // Sharing deletion, and nothing else, keeps the lock through the rename on every platform.
                var handle = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete);
                if (File.Exists(temporary)) return handle;
                handle.Dispose();
            }
            catch (IOException) when (attempt < CreationAttempts && Directory.Exists(Path.GetDirectoryName(target)))
            {
                continue;
            }
            if (attempt == CreationAttempts) throw new IOException($"Could not keep a temporary file beside {target}.");
        }
    }

    private static void WriteThrough(SafeFileHandle handle, Action<Stream> write)
    {
        // The stream does not own the handle: a callback that closes it must not give up the lock before the rename.
        var borrowed = new SafeFileHandle(handle.DangerousGetHandle(), ownsHandle: false);
        using var stream = new FileStream(borrowed, FileAccess.ReadWrite);
        write(stream);
    }

    private static string Resolve(string path)
    {
        var target = File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true) : null;
        return target?.FullName ?? Path.GetFullPath(path);
    }

    private static EnumerationOptions Everything => new() { AttributesToSkip = FileAttributes.None, MatchType = MatchType.Simple };
}
