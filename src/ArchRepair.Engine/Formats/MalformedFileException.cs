namespace ArchRepair.Engine.Formats;

/// <summary>A file contradicts its format, or asks for what no such file may ask. Nothing of it was used.</summary>
/// <param name="path">The file, as its reader was given it.</param>
/// <param name="offset">Byte at which the contradiction stands; 0 where the whole file is meant.</param>
/// <param name="reason">What is wrong, with the value found, and the next step where there is one.</param>
/// <param name="inner">What a decoder underneath said.</param>
/// <remarks>The one exception of every reader here for what a file says. A file that is absent or cannot be opened is an
/// <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> as usual.</remarks>
public sealed class MalformedFileException(string path, long offset, string reason, Exception? inner = null)
    : Exception(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{path}: {reason} (byte {offset})"), inner)
{
    /// <summary>The file, as its reader was given it.</summary>
    public string Path { get; } = path;

    /// <summary>Byte at which the contradiction stands; 0 where the whole file is meant.</summary>
    public long Offset { get; } = offset;

    /// <summary>What is wrong, without path and offset.</summary>
    public string Reason { get; } = reason;
}
