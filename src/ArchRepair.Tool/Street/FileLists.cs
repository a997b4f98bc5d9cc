using ArchRepair.Core.Files;
using ArchRepair.Core.Settings;

namespace ArchRepair.Tool.Street;

/// <summary>What a run read and wrote, as build systems want it: absolute paths, one a line.</summary>
/// <param name="Inputs">File for what was read; null for none.</param>
/// <param name="Outputs">File for what was written; null for none.</param>
internal sealed record FileLists(string? Inputs, string? Outputs)
{
    // A folder of a million images is told by its folders: a file added or removed changes those, and nobody asks a disk a million times.
    private const int MostFilesOfAFolder = 1000;

    /// <summary>Writes the lists that were asked for.</summary>
    public void Write(ArchRepairSettings settings, IEnumerable<string> written)
    {
        if (Inputs is { } inputs) WriteList(inputs, InputsOf(settings));
        WriteOutputs(written);
    }

    /// <summary>Writes the list of outputs, if it was asked for.</summary>
    public void WriteOutputs(IEnumerable<string> written)
    {
        if (Outputs is { } outputs) WriteList(outputs, written);
    }

    private static void WriteList(string file, IEnumerable<string> paths) =>
        AtomicFile.WriteText(Path.GetFullPath(file), string.Concat(paths.Select(path => Path.GetFullPath(path) + "\n").Distinct(StringComparer.Ordinal)));

    private static IEnumerable<string> InputsOf(ArchRepairSettings settings)
    {
        string?[] paths =
        [
            settings.File, settings.Model.Weights, settings.BaselinePath, settings.Data.Test.Path, settings.Data.Corrupted?.Path,
            settings.Data.Corrupted?.FrostFolder, settings.Data.Corrupted?.Assembly,
            settings.Repair.When == RepairWhen.OnFailure ? settings.Data.Train?.Path : null,
        ];
        return paths.OfType<string>().Where(path => path.Length > 0).SelectMany(Expand);
    }

    private static IEnumerable<string> Expand(string path)
    {
        if (!Directory.Exists(path)) return File.Exists(path) ? [path] : [];
        var files = Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Take(MostFilesOfAFolder + 1).ToList();
        return files.Count <= MostFilesOfAFolder ? files : [path, .. Directory.EnumerateDirectories(path, "*", SearchOption.AllDirectories)];
    }
}
