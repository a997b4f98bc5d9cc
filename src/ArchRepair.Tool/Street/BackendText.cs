using ArchRepair.Core.Results;

namespace ArchRepair.Tool.Street;

/// <summary>A backend in one line, without paths of the machine.</summary>
internal static class BackendText
{
    public static string Summary(this BackendDescription backend) =>
        $"libtorch {backend.LibTorchVersion} ({backend.CpuCapability}), TorchSharp {backend.TorchSharpVersion}{(backend.IsRelaxedCopy ? ", relaxed glue" : "")}";
}
