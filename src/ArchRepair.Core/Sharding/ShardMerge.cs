using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Protocol;
using ArchRepair.Core.Results;

namespace ArchRepair.Core.Sharding;

/// <summary>
/// Joins the shards of a run into the evaluation that one machine would have made: the same bytes but for durations. Pure.
/// </summary>
public static class ShardMerge
{
    /// <param name="shards">Shards with the files that they came from, in any order; the same shard twice is one.</param>
    /// <exception cref="ArchRepairException">
    /// A shard is missing (AR0310, exit 3), shards are of different runs (AR0311, exit 2), contradict each other (AR0312, exit 2), or
    /// hold damaged parts (AR0202, exit 2).
    /// </exception>
    public static EvaluateResponse Join(IReadOnlyList<(string File, ShardResult Shard)> shards)
    {
        if (shards.Count == 0) throw new ArchRepairException(ExitCode.Inconclusive, "AR0310", "There is no shard to merge.");
        RefuseStrangers(shards);
        var distinct = Distinct(shards);
        var (first, total) = (distinct[0].Shard, distinct[0].Shard.Shard.Total);
        int[] missing = [.. Enumerable.Range(1, total).Except(distinct.Select(item => item.Shard.Shard.Index))];
        if (missing.Length > 0)
            throw new ArchRepairException(ExitCode.Inconclusive, "AR0310", $"{(missing.Length == 1 ? "Shard" : "Shards")} {string.Join(", ", missing.Select(index => $"{index}/{total}"))} of {total} {(missing.Length == 1 ? "is" : "are")} missing; there are {string.Join(", ", distinct.Select(item => item.File))}. Run {(missing.Length == 1 ? "it" : "them")} again, then merge.");

        CellPart[] parts =
        [
            .. distinct.SelectMany(item => item.Shard.Parts.Select(bytes => CellPart.FromBytes(bytes)
                    ?? throw new ArchRepairException(ExitCode.Usage, "AR0202", $"The shard '{item.File}' is malformed: it holds bytes that are no part of a cell.")))
                .OrderBy(part => part.Cell.IsClean ? 0 : 1).ThenBy(part => CorruptionNames.OrderOf(part.Cell.Corruption))
                .ThenBy(part => part.Cell.Corruption, StringComparer.Ordinal).ThenBy(part => part.Cell.Severity).ThenBy(part => part.Start),
        ];
        var frame = first.Frame with { Seconds = distinct.Sum(item => item.Shard.Frame.Seconds) };
        return new EvaluateResponse(WorkerRequest.CurrentSchema, Fill(frame, parts), first.Backend, first.Form, 0, 0, CellCosts.Of(parts));
    }

    private static Evaluation Fill(Evaluation frame, CellPart[] parts)
    {
        try
        {
            return CellPart.Fill(frame, parts);
        }
        catch (ArgumentException exception)
        {
            throw new ArchRepairException(ExitCode.Usage, "AR0202", $"The shards do not make up whole cells: {exception.Message}", cause: exception);
        }
    }

    private static void RefuseStrangers(IReadOnlyList<(string File, ShardResult Shard)> shards)
    {
        var (file, first) = shards[0];
        var problems = new List<Diagnostic>();
        foreach (var (other, shard) in shards.Skip(1))
        {
            var differences = Differences(first, shard).ToArray();
            if (differences.Length > 0) problems.Add(new Diagnostic("AR0311", $"'{other}' and '{file}' are not of one run: {string.Join("; ", differences)}."));
        }

        if (problems.Count > 0) throw new ArchRepairException(ExitCode.Usage, problems);
    }

    private static IEnumerable<string> Differences(ShardResult first, ShardResult other)
    {
        if (other.Shard.Total != first.Shard.Total) yield return $"{other.Shard.Total} shards and {first.Shard.Total} shards";
        if (other.Frame.Model.WeightsSha256 != first.Frame.Model.WeightsSha256) yield return $"weights {other.Frame.Model.WeightsSha256[..12]}… and {first.Frame.Model.WeightsSha256[..12]}…";
        if (Settings(other) != Settings(first)) yield return $"settings '{Settings(other)}' and '{Settings(first)}'";
        if (other.DataHash != first.DataHash || !other.Frame.Labels.Equals(first.Frame.Labels)) yield return "other images";
        if (other.EngineHash != first.EngineHash) yield return "other builds of the tool";
        if (other.Shard.Total == first.Shard.Total && other.PlanHash != first.PlanHash) yield return "other plans (cells, images, or durations that the plan was made with)";
    }

    private static string Settings(ShardResult shard) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{shard.Frame.Model.Architecture}, {shard.Frame.Model.Classes.Count} classes, {shard.Frame.Data.Preprocessing}, {shard.Frame.Data.Corrupted}, seed {shard.Seed}{(shard.IsExact ? ", exact" : "")}");

    private static IReadOnlyList<(string File, ShardResult Shard)> Distinct(IReadOnlyList<(string File, ShardResult Shard)> shards)
    {
        var kept = new SortedDictionary<int, (string File, ShardResult Shard)>();
        foreach (var item in shards)
            if (!kept.TryAdd(item.Shard.Shard.Index, item) && !SameAnswers(kept[item.Shard.Shard.Index].Shard, item.Shard))
                throw new ArchRepairException(ExitCode.Usage, "AR0312", $"'{item.File}' and '{kept[item.Shard.Shard.Index].File}' are both shard {item.Shard.Shard} and hold different answers; keep one of them.");
        return [.. kept.Values];
    }

    // A job that ran twice took another time for it; its answers are what counts.
    private static bool SameAnswers(ShardResult one, ShardResult two) => one.Parts.Count == two.Parts.Count && one.Parts.Zip(two.Parts).All(pair =>
        CellPart.FromBytes(pair.First) is { } a && CellPart.FromBytes(pair.Second) is { } b && (a with { Seconds = 0 }).ToBytes().AsSpan().SequenceEqual((b with { Seconds = 0 }).ToBytes()));
}
