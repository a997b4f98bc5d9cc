using ArchRepair.Engine.Repair.Data;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Repair.Training;

/// <summary>Estimates the statistics of normalizations anew as plain means over many batches.</summary>
internal static class NormStatistics
{
    /// <summary>Batches of one estimate; what the time for finishing is planned with.</summary>
    public const int Batches = 12;

    private const int BatchRows = 256;
    private const ulong Purpose = 0x5747;

    /// <summary>Runs views of the fit part through the network and keeps the mean of the batches' statistics.</summary>
    /// <param name="run">Views and images.</param>
    /// <param name="scope">Its normalizations are changed.</param>
    /// <param name="cleanShare">Share of clean views, in [0,1].</param>
    public static void Estimate(RepairRun run, TrainableScope scope, double cleanShare)
    {
        var norms = scope.Norms;
        double?[] before = [.. norms.Select(norm => norm.momentum)];
        run.Model.eval();
        using var noGrad = no_grad();
        var prefix = run.PrefixOf(scope.Cut);
        var order = new ImageOrder(run.Input.Images.Fit.Labels.Count, run.Plan.Seed, Purpose);
        try
        {
            for (var batch = 0; batch < Batches; batch++)
            {
                using var inner = NewDisposeScope();
                // A running mean with weight 1/n for the n-th batch is the mean of all.
                foreach (var norm in norms) norm.momentum = 1.0 / (batch + 1);
                ViewRow[] rows = [.. Enumerable.Range(0, BatchRows).Select(row => new ViewRow(
                    order.At(((long)batch * BatchRows) + row),
                    row < cleanShare * BatchRows ? ViewKind.Clean : ViewKind.Changed,
                    ((ulong)((batch * BatchRows) + row) << 1) ^ Purpose))];
                var features = prefix(run.Views.Make(run.Input.Images.Fit, rows, hasGeometry: true));
                foreach (var norm in norms) norm.train();
                scope.Forward(features);
                foreach (var norm in norms) norm.eval();
            }
        }
        finally
        {
            foreach (var (norm, momentum) in norms.Zip(before))
            {
                norm.momentum = momentum;
                norm.eval();
            }
        }
    }
}
