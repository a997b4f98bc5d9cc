using System.Globalization;

using ArchRepair.Core.Caching;
using ArchRepair.Core.Protocol;
using ArchRepair.Core.Results;
using ArchRepair.Core.Settings;

namespace ArchRepair.Tool.Caching;

/// <summary>
/// The names of an evaluation's results: each a hash of exactly what the answers depend on. What only decides over them (the gate's
/// policy, baseline, reports) is in none, nor are threads, paths of data and time.
/// </summary>
/// <param name="Header">Names what belongs to no single cell: identities, labels, backend.</param>
/// <param name="Cells">Every cell in order, with its name.</param>
/// <param name="Model">Names engine, processor and model without data.</param>
/// <param name="Data">Names all images of the gate, without the model.</param>
internal sealed record EvaluationKeys(string Header, IReadOnlyList<(Cell Cell, string Key)> Cells, string Model, string Data)
{
    public IReadOnlyDictionary<string, string> ByCell { get; } = Cells.ToDictionary(cell => cell.Cell.ToString(), cell => cell.Key, StringComparer.Ordinal);

    /// <returns>Null when a format is one whose files are not known here.</returns>
    /// <exception cref="IOException">A file is not there.</exception>
    public static EvaluationKeys? Of(ModelSettings model, DataSettings data, ComputeSettings compute, string engine, ContentIndex index)
    {
        if (DataFiles.Clean(data.Test, isTest: true) is not { } cleanFiles) return null;
        var modelKey = ModelKey(model, compute, engine, index);
        var clean = ContentKey.Of("clean", Text(data.Test with { Path = "" }), index.HashOf(data.Test.Path, cleanFiles), data.Images.ToString(CultureInfo.InvariantCulture));
        var cells = new List<(Cell Cell, string Data)> { (Cell.Clean, clean) };
        var origin = "";
        if (data.Corrupted is { } source)
        {
            if (DataFiles.Corrupted(source) is not { } corrupted) return null;
            origin = OriginOf(source, compute.Seed, index);
            cells.AddRange(corrupted.Select(cell => (cell.Cell, ContentKey.Of("corrupted", clean, origin, cell.Cell.ToString(), cell.Files.Count == 0 ? "" : index.HashOf(source.Path, cell.Files)))));
        }

        var dataKey = ContentKey.Of("data", [.. cells.Select(cell => cell.Data)]);
        (Cell, string)[] keys = [.. cells.Select(cell => (cell.Cell, ContentKey.Of("cell", modelKey, cell.Data)))];
        var header = ContentKey.Of("header", [modelKey, clean, origin, Path.GetFileName(data.Test.Path.TrimEnd('/', '\\')), .. cells.Select(cell => cell.Cell.ToString())]);
        return new EvaluationKeys(header, keys, modelKey, dataKey);
    }

    private static string ModelKey(ModelSettings model, ComputeSettings compute, string engine, ContentIndex index)
    {
        var weights = index.HashOf(model.Weights, [model.Weights]);
        // Blocks are where localization looks; answers do not depend on it. Whatever else these records will hold is taken to change answers, until somebody shows here that it does not.
        var how = Text(compute with { CacheFolder = "", LibTorchFolder = "", Threads = 0, Seed = 0 });
        return ContentKey.Of("model", engine, Text(model with { Weights = "", Blocks = null }), weights, how, LibTorch(compute), Processor.Kind);
    }

    // The names of the cells say which corruptions and severities are meant; the seed draws the generated ones only.
    private static string OriginOf(CorruptedSource source, ulong seed, ContentIndex index) => ContentKey.Of(
        "origin",
        Text(source with { Path = "", Corruptions = [], Severities = [], FrostFolder = "", Assembly = "" }),
        source.Format == DataFormats.Generate ? seed.ToString(CultureInfo.InvariantCulture) : "",
        source.FrostFolder.Length == 0 ? "" : index.HashOf(source.FrostFolder, [.. Directory.EnumerateFiles(source.FrostFolder).Order(StringComparer.Ordinal)]),
        source.Assembly.Length == 0 ? "" : index.HashOf(source.Assembly, [source.Assembly]));

    private static string LibTorch(ComputeSettings compute) => compute.LibTorchFolder.Length == 0
        ? ""
        : ContentIndex.StampsOf(Directory.EnumerateFiles(compute.LibTorchFolder, "*torch*").Order(StringComparer.Ordinal));

    private static string Text<T>(T value) => CoreJson.Serialize(value);
}
