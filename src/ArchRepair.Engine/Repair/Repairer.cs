using ArchRepair.Core.Results;
using ArchRepair.Engine.Models;
using ArchRepair.Engine.Native;
using ArchRepair.Engine.Repair.Strategies;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Repair;

/// <summary>Repairs a network: the door of this room.</summary>
public static class Repairer
{
    /// <summary>Repairs a copy of a network and writes it; whether the candidate is kept is the gate's business.</summary>
    /// <param name="damaged">Not changed. Training runs on the device that it is on.</param>
    /// <param name="normalization">What the network expects of its input.</param>
    /// <param name="images">Fit and search part; verification must not use them.</param>
    /// <param name="plan">Strategy, budget and limits.</param>
    /// <param name="clock">Measures the budget.</param>
    /// <param name="progress">Is told phase, units done, units in all (0 when unknown) and a sentence.</param>
    /// <param name="cancellation">Ends training after the step at hand; a checkpoint is written first.</param>
    /// <returns>What was done; the candidate stands at <see cref="RepairPlan.CandidatePath"/>.</returns>
    /// <exception cref="ArgumentException">The plan or the images have problems; the message lists them.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; a later run with <see cref="RepairPlan.Resume"/> continues.</exception>
    public static RepairRecord Repair(
        ChainClassifier damaged, Normalization normalization, RepairImages images, RepairPlan plan, TimeProvider clock,
        Action<string, long, long, string> progress, CancellationToken cancellation) =>
        Repair(damaged, new RepairInput(images, normalization, plan, RepairRecipe.Default), new RepairClocks(clock, cancellation), progress);

    internal static RepairRecord Repair(
        ChainClassifier damaged, RepairInput input, RepairClocks clocks, Action<string, long, long, string> progress)
    {
        ArgumentNullException.ThrowIfNull(damaged);
        string[] problems = [.. input.Plan.Problems(), .. input.Images.Problems(), .. BlockProblems(damaged, input.Plan)];
        if (problems.Length > 0) throw new ArgumentException(string.Join(' ', problems), nameof(input));
        var threads = get_num_threads();
        set_num_threads(input.Plan.Threads);
        try
        {
            using var scope = NewDisposeScope();
            using var home = DefaultDevice.Of(damaged);
            var strategy = StrategyCatalog.All[input.Plan.Strategy];
            var recipe = input.Plan.Set?.CleanShare is { } share ? input.Recipe with { CleanShare = share } : input.Recipe;
            using var run = new RepairRun(
                GenotypeBuilder.Clone(damaged), input with { Plan = strategy.Adapt(damaged, input.Plan), Recipe = recipe }, clocks, progress);
            return strategy.Repair(run);
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    private static IEnumerable<string> BlockProblems(ChainClassifier model, RepairPlan plan)
    {
        if (!RepairStrategies.NeedsBlock(plan.Strategy) || plan.Blocks.Count == 0) yield break;
        var target = model.Blocks.FirstOrDefault(block => block.Path == plan.Blocks[0]);
        if (target is { IsReplaceable: false }) yield return $"Block '{target.Path}' cannot be replaced; strategy 'last-layer' trains it.";
        if (target is null)
            yield return $"There is no block '{plan.Blocks[0]}'; known are {string.Join(", ", model.Blocks.Select(block => block.Path))}.";
    }
}
