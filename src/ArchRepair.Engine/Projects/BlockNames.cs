using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Settings;

namespace ArchRepair.Engine.Projects;

/// <summary>Blocks that the settings name by patterns.</summary>
internal static class BlockNames
{
    private const int MostNames = 24;

    /// <summary>What a block is and how to name one: the end of every message about missing blocks.</summary>
    public const string Advice =
        "A block is a unit with one image tensor in and one out that is called once, such as a residual block, a dense layer or a stage of convolutions; name blocks by patterns of their paths in the settings, \"model\": { \"blocks\": [\"layer?.*\"] } (? one character, * a name, ** across dots); 'dotnet archrepair inspect' shows all paths.";

    /// <summary>The modules whose paths fit the patterns, in the order of computation.</summary>
    /// <exception cref="ArchRepairException">A pattern fits nothing, or what cannot be a block (AR0214, exit 2).</exception>
    public static IReadOnlyList<ModuleCall> Find(ModuleTrace trace, IReadOnlyList<string> patterns)
    {
        var units = new BlockUnits(trace);
        List<Diagnostic> problems = [];
        List<ModuleCall> found = [];
        foreach (var pattern in patterns)
        {
            var named = trace.Modules.Where(entry => PathPattern.Fits(pattern, entry.Path)).ToArray();
            if (named.Length == 0) problems.Add(new Diagnostic("AR0214", $"'model.blocks' holds '{pattern}', which fits no module; {Known(trace, units, pattern)} {Advice}"));
            foreach (var (path, module) in named)
            {
                if (units.WhyNot(module) is { } reason) problems.Add(new Diagnostic("AR0214", $"'model.blocks' holds '{pattern}', which names '{path}'; but that {reason}."));
                else if (!found.Exists(call => call.Path == path)) found.Add(units.Usable(module)!);
            }
        }
        problems.AddRange(Nested(found));
        if (problems.Count > 0) throw new ArchRepairException(ExitCode.Usage, problems);
        return [.. found.OrderBy(call => call.Entered)];
    }

    /// <summary>The blocks with those that a repaired file names; found ones around or inside of these give way.</summary>
    /// <exception cref="ArchRepairException">The file names a block that this model does not have (AR0203, exit 2).</exception>
    public static IReadOnlyList<ModuleCall> With(ModuleTrace trace, IReadOnlyList<ModuleCall> calls, IReadOnlyList<string> repaired)
    {
        var units = new BlockUnits(trace);
        ModuleCall[] needed = [.. repaired.Select(path => trace.Modules.Where(entry => entry.Path == path).Select(entry => units.Usable(entry.Module)).FirstOrDefault()
            ?? throw new ArchRepairException(ExitCode.Usage, "AR0203", $"The weights are of a repaired model with a block '{path}', which this model does not have; the model has changed since the repair."))];
        return [.. calls.Where(call => !needed.Any(block => AreNested(block.Path, call.Path))).Concat(needed).OrderBy(call => call.Entered)];
    }

    private static bool AreNested(string one, string other) =>
        one == other || one.StartsWith(other + ".", StringComparison.Ordinal) || other.StartsWith(one + ".", StringComparison.Ordinal);

    private static IEnumerable<Diagnostic> Nested(List<ModuleCall> found) =>
        from outer in found
        from inner in found
        where inner.Path.StartsWith(outer.Path + ".", StringComparison.Ordinal)
        select new Diagnostic("AR0214", $"'model.blocks' names '{outer.Path}' and '{inner.Path}', one inside the other; name one of them.");

    private static string Known(ModuleTrace trace, BlockUnits units, string pattern)
    {
        string[] paths = [.. trace.Modules.Where(entry => units.WhyNot(entry.Module) is null).Select(entry => entry.Path)];
        if (paths.Length == 0) return "no module of this model can be a block.";
        if (NearestName.Find(pattern, paths) is { } nearest) return $"did you mean '{nearest}'?";
        return $"modules that can be blocks: {string.Join(", ", paths.Take(MostNames))}{(paths.Length > MostNames ? $" and {paths.Length - MostNames} more" : "")}.";
    }
}
