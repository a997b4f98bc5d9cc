using System.Buffers.Binary;
using System.Text;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Files;
using ArchRepair.Core.Settings;

namespace ArchRepair.Tool.Street;

/// <summary>The file that an accepted repair becomes; nothing of the user's is overwritten by it.</summary>
internal static class RepairOutput
{
    /// <summary>Key of the genotype in the metadata of a repaired weights file.</summary>
    private const string Mark = "\"archrepair.genotype\"";

    /// <exception cref="ArchRepairException">The output is the original, or a file that no repair wrote (AR0206).</exception>
    public static void RefuseForeign(ArchRepairSettings settings)
    {
        var output = settings.Repair.Output;
        if (string.Equals(output, settings.Model.Weights, StringComparison.Ordinal))
            throw new ArchRepairException(ExitCode.Usage, "AR0206", $"'repair.output' is the model's own weights file '{output}'; name another file.");
        if (File.Exists(output) && !IsOurs(output))
            throw new ArchRepairException(ExitCode.Usage, "AR0206", $"'repair.output' is '{output}', which exists and was not written by a repair; name another file or remove it.");
    }

    /// <summary>Puts the candidate in its place, whole or not at all.</summary>
    public static void Accept(string candidate, string output)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(output)!);
        AtomicFile.Write(output, stream =>
        {
            using var source = File.OpenRead(candidate);
            source.CopyTo(stream);
        });
        File.Delete(candidate);
    }

    // A safetensors file starts with the length of its JSON header (8 bytes, little endian), then the header.
    private static bool IsOurs(string path)
    {
        using var stream = File.OpenRead(path);
        var prefix = new byte[8];
        if (stream.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false) < prefix.Length) return false;
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > (ulong)Math.Min(stream.Length - prefix.Length, 16 << 20)) return false;
        var header = new byte[length];
        stream.ReadExactly(header);
        return Encoding.UTF8.GetString(header).Contains(Mark, StringComparison.Ordinal);
    }
}
