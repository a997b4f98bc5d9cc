using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Files;
using ArchRepair.Core.Settings;
using ArchRepair.Engine.Emission;
using ArchRepair.Engine.Formats;
using ArchRepair.Engine.Loading;
using ArchRepair.Engine.Models;
using ArchRepair.Engine.Repair;

namespace ArchRepair.Worker;

/// <summary>Writes a model as a PyTorch module that loads the same weights file.</summary>
internal static class PythonTask
{
    private static readonly string[] TenNames = [.. Enumerable.Range(0, 10).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture))];

    /// <exception cref="ArchRepairException">The model has blocks that are not built in, or its weights are no safetensors file (AR0232, exit 2).</exception>
    public static void Write(ModelSettings model, string path)
    {
        if (!model.Weights.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase))
            throw new ArchRepairException(ExitCode.Usage, "AR0232", $"--emit-python writes a module that reads safetensors, but 'model.weights' is '{model.Weights}'; name the .safetensors file of a repaired model.");
        try
        {
            using var network = Network(model);
            AtomicFile.WriteText(path, PythonModule.Write(network, Path.GetFileName(model.Weights)));
        }
        catch (NotSupportedException problem)
        {
            throw new ArchRepairException(ExitCode.Usage, "AR0232", problem.Message, cause: problem);
        }
    }

    // A repaired file says itself how many classes it has; else settings do, or ten is the custom of this house.
    private static ChainClassifier Network(ModelSettings model) =>
        model.Project is null && RepairedModel.SpecificationOf(WeightsFile.Read(model.Weights).Metadata) is not null
            ? RepairedModel.Load(model.Weights)
            : ModelLoader.Load(model, 0, TenNames).Network;
}
