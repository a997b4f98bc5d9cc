using System.Globalization;
using System.Text;
using System.Text.Json;

using ArchRepair.Core.Caching;
using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Fast;
using ArchRepair.Core.Protocol;
using ArchRepair.Core.Results;
using ArchRepair.Core.Settings;
using ArchRepair.Core.Sharding;
using ArchRepair.Tool.Terminal;
using ArchRepair.Tool.Workers;

namespace ArchRepair.Tool.Caching;

/// <summary>
/// Stands between the street and the worker: what was measured before is not measured again, and where nothing is left to measure no
/// worker is started. Cells are kept by the worker the moment they are finished.
/// </summary>
internal sealed class ResultCache(WorkerClient worker, Talk talk, CacheOptions options)
{
    private readonly ContentStore store = new(options.Folder, TimeProvider.System);

    /// <summary>Where other finished work may be kept; null where the cache is off.</summary>
    public ContentStore? Store => options.IsEnabled ? store : null;

    /// <summary>Measures a model on all cells, or remembers.</summary>
    /// <param name="fast">Stop as soon as the gate is decided; where all cells are known, there is nothing to stop.</param>
    public async Task<EvaluateResponse> EvaluateAsync(
        ModelSettings model, DataSettings data, ComputeSettings compute, CancellationToken cancellation, FastRequest? fast = null)
    {
        await worker.PrepareAsync(cancellation).ConfigureAwait(false);
        var keys = KeysOf(model, data, compute);
        if (keys is null) return await AskAsync(null, cancellation).ConfigureAwait(false);
        var shelf = new CellShelf(store, keys.ByCell);
        var known = keys.Cells.Count(cell => shelf.HasWhole(cell.Cell));
        if (known == keys.Cells.Count && Remember(keys, shelf) is { } remembered)
        {
            talk.Say(string.Create(CultureInfo.InvariantCulture, $"  all {known} cells are known from earlier runs; nothing had to be measured."));
            return remembered;
        }

        if (fast is not null && await FastAsync(keys, model, data, compute, fast, cancellation).ConfigureAwait(false) is { Fast: not null } early) return early;
        if (known > 0) talk.Say(string.Create(CultureInfo.InvariantCulture, $"  {known} of {keys.Cells.Count} cells are known from earlier runs; {keys.Cells.Count - known} are measured."));
        try
        {
            var response = await AskAsync(new ShelfRequest(store.Folder, keys.ByCell), cancellation).ConfigureAwait(false);
            Keep(keys, response, model, data, compute);
            return response;
        }
        catch (OperationCanceledException)
        {
            var kept = keys.Cells.Count(cell => shelf.HasWhole(cell.Cell));
            talk.Say(string.Create(CultureInfo.InvariantCulture, $"Stopped: {kept} of {keys.Cells.Count} cells are kept; the next run measures the others."));
            throw;
        }

        Task<EvaluateResponse> AskAsync(ShelfRequest? request, CancellationToken token) => worker.AskAsync<EvaluateResponse>(
            path => new EvaluateRequest(WorkerRequest.CurrentSchema, path, compute, model, data, request, Fast: keys is null ? fast : null), token);
    }

    // A partial answer belongs to its question: policy, baseline and seed are part of its name. Where the worker could not stop early it
    // has measured and kept every cell, and the ordinary way finds them.
    private async Task<EvaluateResponse> FastAsync(
        EvaluationKeys keys, ModelSettings model, DataSettings data, ComputeSettings compute, FastRequest fast, CancellationToken cancellation)
    {
        var key = ContentKey.Of("fast", [keys.Header, CoreJson.Serialize(fast), Seed(compute), .. keys.Cells.Select(cell => cell.Key)]);
        var (response, isKnown) = await OnceAsync<EvaluateResponse>(
            key, path => new EvaluateRequest(WorkerRequest.CurrentSchema, path, compute, model, data, new ShelfRequest(store.Folder, keys.ByCell), Fast: fast), cancellation).ConfigureAwait(false);
        if (isKnown) talk.Say("  what these images decide is known from an earlier run.");
        return response;
    }

    /// <summary>Measures a shard's part; ranges that were measured before are remembered.</summary>
    public async Task<ShardResult> MeasureShardAsync(ModelSettings model, DataSettings data, ComputeSettings compute, ShardRequest shard, CancellationToken cancellation)
    {
        await worker.PrepareAsync(cancellation).ConfigureAwait(false);
        var keys = KeysOf(model, data, compute);
        var names = keys ?? NamesOf(model, data, compute);
        var shelf = keys is null ? null : new ShelfRequest(store.Folder, keys.ByCell);
        var response = await worker.AskAsync<EvaluateResponse>(
            path => new EvaluateRequest(WorkerRequest.CurrentSchema, path, compute, model, data, shelf, shard), cancellation).ConfigureAwait(false);
        if (keys is not null) store.Trim(options.LimitBytes);
        if (response.Reused > 0) talk.Say(string.Create(CultureInfo.InvariantCulture, $"  {response.Reused} of {response.Shard!.Parts.Count} ranges are known from earlier runs."));
        return new ShardResult(
            ShardResult.CurrentSchema, shard.Shard, response.Shard!.PlanHash, names?.Data ?? "", Engine(new ContentIndex(null, TimeProvider.System)), Processor.Kind,
            compute.Seed, compute.IsExact, response.Evaluation, response.Backend, response.Form, response.Shard.Parts);
    }

    /// <summary>Ranks blocks, or remembers the ranking of the same model for the same cells.</summary>
    public async Task<LocalizeResponse> LocalizeAsync(Func<string, LocalizeRequest> request, CancellationToken cancellation)
    {
        await worker.PrepareAsync(cancellation).ConfigureAwait(false);
        var asked = request("");
        var key = KeysOf(asked.Model, asked.Data, asked.Compute) is { } keys && TrainingKey(asked.Data) is { } training
            ? ContentKey.Of("ranking", [keys.Header, keys.Data, training, CoreJson.Serialize(asked.Localization), string.Join('\n', asked.Model.Blocks ?? []), Seed(asked.Compute), asked.Seen?.ToString() ?? "", .. asked.Cells.Select(cell => cell.ToString())])
            : null;
        var (response, isKnown) = await OnceAsync<LocalizeResponse>(key, request, cancellation).ConfigureAwait(false);
        if (isKnown) talk.Say("  the ranking is known from an earlier run.");
        return response;
    }

    /// <summary>Draws pictures of images, or remembers those of the same images.</summary>
    public async Task<SheetResponse> DrawAsync(ModelSettings model, Func<string, SheetRequest> request, CancellationToken cancellation)
    {
        await worker.PrepareAsync(cancellation).ConfigureAwait(false);
        var asked = request("");
        var key = KeysOf(model, asked.Data, asked.Compute) is { } keys
            ? ContentKey.Of("sheet", [keys.Header, keys.Data, Seed(asked.Compute), .. asked.Images.Select(image => image.ToString())])
            : null;
        return (await OnceAsync<SheetResponse>(key, request, cancellation).ConfigureAwait(false)).Response;
    }

    private async Task<(T Response, bool IsKnown)> OnceAsync<T>(string? key, Func<string, WorkerRequest> request, CancellationToken cancellation)
        where T : WorkerResponse
    {
        if (key is not null && Read<T>(key) is { } known) return (known, true);
        var response = await worker.AskAsync<T>(request, cancellation).ConfigureAwait(false);
        if (key is not null) store.Write(key, Encoding.UTF8.GetBytes(CoreJson.Serialize<WorkerResponse>(response)));
        return (response, false);
    }

    private EvaluateResponse? Remember(EvaluationKeys keys, CellShelf shelf)
    {
        if (Read<EvaluateResponse>(keys.Header) is not { } header) return null;
        var labels = header.Evaluation.Labels;
        var parts = keys.Cells.Select(cell => shelf.FindWhole(cell.Cell)).ToArray();
        if (parts.Any(part => part is null || part.Images > labels.Length)) return null;
        return header with { Evaluation = CellPart.Fill(header.Evaluation, parts!), Reused = parts.Length, SecondsPerImage = CellCosts.Of(parts!) };
    }

    private void Keep(EvaluationKeys keys, EvaluateResponse response, ModelSettings model, DataSettings data, ComputeSettings compute)
    {
        // Files that were exchanged while the worker read them: what it kept does not belong to the names it was given.
        if (KeysOf(model, data, compute) is not { } after || after.Header != keys.Header || !after.Cells.SequenceEqual(keys.Cells))
        {
            foreach (var (_, key) in keys.Cells) store.Remove(key);
            return;
        }

        var isAsPlanned = response.Evaluation.Cells.Select(outcome => outcome.Cell).SequenceEqual(keys.Cells.Select(cell => cell.Cell));
        if (!isAsPlanned) return;
        var header = response with { Evaluation = response.Evaluation with { Cells = [], Marks = null, Seconds = 0 }, PeakMemoryBytes = 0, Reused = 0 };
        if (store.Write(keys.Header, Encoding.UTF8.GetBytes(CoreJson.Serialize<WorkerResponse>(header))) is not null) return;
        var removed = store.Trim(options.LimitBytes);
        if (removed > 0) talk.Detail(string.Create(CultureInfo.InvariantCulture, $"  cache: {removed} old entries removed to stay under {options.LimitBytes >> 20} MiB"));
    }

    private EvaluationKeys? KeysOf(ModelSettings model, DataSettings data, ComputeSettings compute) => options.IsEnabled ? NamesOf(model, data, compute) : null;

    // What cannot be named is not cached; the worker then says, better than a cache can, what is wrong with it.
    private EvaluationKeys? NamesOf(ModelSettings model, DataSettings data, ComputeSettings compute)
    {
        try
        {
            var index = new ContentIndex(options.IsEnabled ? store : null, TimeProvider.System);
            return EvaluationKeys.Of(model, data, compute, Engine(index), index);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private string? TrainingKey(DataSettings data)
    {
        if (data.Train is not { } source) return "";
        try
        {
            return DataFiles.Clean(source, isTest: false) is { } files ? CoreJson.Serialize(source with { Path = "" }) + new ContentIndex(store, TimeProvider.System).HashOf(source.Path, files) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Seed(ComputeSettings compute) => compute.Seed.ToString(CultureInfo.InvariantCulture);

    private string Engine(ContentIndex index)
    {
        var folder = Path.GetDirectoryName(worker.Assembly)!;
        var engine = index.HashOf(folder, [.. Directory.EnumerateFiles(folder, "*.dll").Order(StringComparer.Ordinal)]);
        var project = worker.ProjectFiles;
        return project.Count == 0 ? engine : ContentKey.Of("project", engine, index.HashOf(Path.GetDirectoryName(project[0])!, project));
    }

    private T? Read<T>(string key)
        where T : WorkerResponse
    {
        try
        {
            return store.Read(key) is { } bytes ? CoreJson.Deserialize<WorkerResponse>(Encoding.UTF8.GetString(bytes)) as T : null;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or ArchRepairException)
        {
            return null; // Of another layout; it is measured again and written over.
        }
    }
}
