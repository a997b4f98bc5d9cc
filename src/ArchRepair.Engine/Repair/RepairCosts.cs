using ArchRepair.Core.Results;
using ArchRepair.Engine.Models;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Repair;

/// <summary>Compares the repaired network with the original.</summary>
internal static class RepairCosts
{
    public static RepairCost Of(RepairRun run)
    {
        using var scope = NewDisposeScope();
        using var before = ArchitectureCatalog.Create(run.Model.Specification);
        var (old, now) = (ModelInspector.Describe(before), ModelInspector.Describe(run.Model));
        return new RepairCost(
            old.Parameters, now.Parameters, old.MultiplyAdds, now.MultiplyAdds, ChangedParameters(run), run.Clock.Elapsed.TotalSeconds);
    }

    // A repaired stem lives one level deeper than the original one, under other names.
    private static long ChangedParameters(RepairRun run)
    {
        using var noGrad = no_grad();
        var changed = 0L;
        foreach (var (name, parameter) in run.Model.named_parameters())
        {
            var original = run.Original.GetValueOrDefault(name)
                ?? (name.StartsWith("stem.", StringComparison.Ordinal) ? run.Original.GetValueOrDefault(name["stem.".Length..]) : null);
            changed += original is null ? parameter.numel() : parameter.ne(original).sum().item<long>();
        }
        return changed;
    }
}
