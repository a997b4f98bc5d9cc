namespace ArchRepair.Engine.Corruptions.Writing;

/// <summary>One run of the writer over the parts that are missing.</summary>
internal sealed class BenchmarkRun(
    BenchmarkPlan plan, IBenchmarkParts parts, int images, BenchmarkManifest manifest, IProgress<BenchmarkProgress>? progress, CancellationToken cancellation)
{
    private readonly Dictionary<string, string> _done = new(manifest.Done, StringComparer.Ordinal);
    private int _cellsDone;
    private long _made;

    public BenchmarkOutcome Finish(ImageSize size)
    {
        parts.WriteCommon();
        var missing = new List<BenchmarkPart>();
        foreach (var part in parts.All)
        {
            if (_done.TryGetValue(part.Path, out var hash) && parts.IsIntact(part, hash)) _cellsDone += part.Severities.Count;
            else missing.Add(part);
        }
        var kept = _cellsDone;
        RefuseForeign(missing);
        foreach (var part in missing) Write(part, (long)missing.Sum(each => each.Severities.Count) * images);
        var set = ParameterSet.For(size);
        var substitutes = plan.Corruptions.Where(corruption => corruption.IsSubstitute).Select(corruption => corruption.Name);
        return new(images, _cellsDone - kept, kept, set, set.IsExactFor(size), [.. substitutes]);
    }

    /// <summary>What lies in the way and was neither finished nor begun by us is not ours.</summary>
    private void RefuseForeign(IEnumerable<BenchmarkPart> missing)
    {
        foreach (var part in missing.Where(part => !_done.ContainsKey(part.Path) && manifest.Writing != part.Path))
            if (Path.Exists(Path.Combine(plan.Folder, part.Path)))
                throw BenchmarkManifest.Refusal($"{Path.Combine(plan.Folder, part.Path)} is not listed in {BenchmarkManifest.FileName}, so it is not ours to overwrite; move it away.");
    }

    private void Write(BenchmarkPart part, long toMake)
    {
        cancellation.ThrowIfCancellationRequested();
        _done.Remove(part.Path);
        (manifest with { Done = _done, Writing = part.Path }).Save(plan.Folder);
        Report(part, part.Severities[0], toMake);
        var hash = parts.Write(part, (severity, count) =>
        {
            _made += count;
            Report(part, severity, toMake);
        }, cancellation);
        _done[part.Path] = hash;
        _cellsDone += part.Severities.Count;
        (manifest with { Done = _done, Writing = null }).Save(plan.Folder);
        Report(part, part.Severities[^1], toMake);
    }

    private void Report(BenchmarkPart part, int severity, long toMake) =>
        progress?.Report(new(FormattableString.Invariant($"{part.Corruption.Name}/{severity}"), _cellsDone, plan.Cells, _made, toMake));
}
