namespace ArchRepair.Engine.Formats;

/// <summary>
/// The door to weights files: PyTorch checkpoints (zip and legacy), safetensors, and TorchSharp's own format, told apart by their
/// content. Nothing in a file is executed, and no size in it is believed before it was compared with the file's length.
/// </summary>
public static class WeightsFile
{
    private const int RecognitionBytes = 64;

    /// <summary>Reads all tensors. Needs no native backend.</summary>
    /// <remarks>
    /// A PyTorch file may hold the state dict itself or a dictionary with it under a usual key (<c>state_dict</c>,
    /// <c>model_state_dict</c>, <c>model</c>, <c>net</c>, …); the prefixes <c>module.</c> and <c>_orig_mod.</c> of names are removed
    /// unless two names would become one, views are laid out contiguously, and values that are no tensors are left out. The tensors take at most four times
    /// the file's length plus 16 MiB.
    /// </remarks>
    /// <exception cref="MalformedFileException">The file is none of these, is damaged, or holds more than a state dict: a whole
    /// pickled model or a TorchScript archive, say.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static StoredWeights Read(string path)
    {
        using var file = SourceFile.Open(path);
        return Read(file);
    }

    internal static StoredWeights Read(SourceFile file)
    {
        var start = file.Read(0, Math.Min(RecognitionBytes, file.Length));
        IReadOnlyDictionary<string, string> metadata = new Dictionary<string, string>();
        var (format, tensors) = start switch
        {
            _ when PyTorchZipFile.Recognizes(start) => (PyTorchZipFile.Format, PyTorchZipFile.Read(file)),
            _ when PyTorchLegacyFile.Recognizes(start) => (PyTorchLegacyFile.Format, PyTorchLegacyFile.Read(file)),
            _ when SafetensorsReader.Recognizes(start, file.Length) => (SafetensorsReader.Format, SafetensorsReader.Read(file, out metadata)),
            _ => (TorchSharpFile.Format, ReadTorchSharp(file, start)),
        };
        return new StoredWeights(format, file.Sha256(), tensors, metadata);
    }

    // TorchSharp's format has no mark of its own, so it is what remains.
    private static IReadOnlyList<StoredTensor> ReadTorchSharp(SourceFile file, byte[] start)
    {
        var isPlausible = false;
        try
        {
            return TorchSharpFile.Read(file, out isPlausible);
        }
        catch (MalformedFileException e) when (!isPlausible)
        {
            throw file.Malformed(0, $"this is no weights file that is known here: {Guess(file, start)}", e);
        }
    }

    private static string Guess(SourceFile file, ReadOnlySpan<byte> start)
    {
        if (file.Length == 0) return "it is empty";
        if (start.StartsWith("version https://git-lfs"u8)) return "it is a Git LFS pointer; fetch the file itself with 'git lfs pull'";
        if (NpyHeader.Recognizes(start)) return "it is a NumPy array";
        if (start.StartsWith("<"u8)) return "it looks like a web page; the download went wrong";
        if (start[0] == (byte)PickleOpcode.Protocol) return "it is a bare pickle without tensors' storages; save with torch.save";
        return "expected is a PyTorch checkpoint, a .safetensors or a TorchSharp .dat";
    }
}
