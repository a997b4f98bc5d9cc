namespace ArchRepair.Core.Results;

/// <summary>The native backend that computed a result: what was loaded, from where, and how it was set up.</summary>
/// <param name="TorchSharpVersion">Version of the managed TorchSharp assembly.</param>
/// <param name="LibTorchVersion">Version that the loaded libtorch reports of itself ("2.10.0"), or "unknown".</param>
/// <param name="CpuCapability">Instruction set that libtorch chose: "AVX512", "AVX2", "DEFAULT" …, or "unknown".</param>
/// <param name="Threads">Threads of one tensor operation; ≥ 1.</param>
/// <param name="CudaDevices">Usable CUDA devices; 0 with a CPU backend.</param>
/// <param name="LibTorchFolder">Absolute path of the folder whose libtorch was loaded.</param>
/// <param name="LoadedFiles">Absolute paths of all native libraries, in the order in which they were loaded.</param>
/// <param name="IsRelaxedCopy">Whether TorchSharp's library was loaded from a copy with one relaxed version need.</param>
/// <param name="Warnings">What works but is unproven or not as asked for; a sentence each.</param>
public sealed record BackendDescription(
    string TorchSharpVersion,
    string LibTorchVersion,
    string CpuCapability,
    int Threads,
    int CudaDevices,
    string LibTorchFolder,
    IReadOnlyList<string> LoadedFiles,
    bool IsRelaxedCopy,
    IReadOnlyList<string> Warnings)
{
    /// <summary>Devices that a model can run on, as <c>--device</c> spells them: "cpu", then "cuda:0" ….</summary>
    public IReadOnlyList<string> Devices => ["cpu", .. Enumerable.Range(0, CudaDevices).Select(index => $"cuda:{index}")];
}
