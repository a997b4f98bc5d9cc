using System.Globalization;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Results;

using TorchSharp;

namespace ArchRepair.Engine.Native;

/// <summary>From what a user asks for (<c>--device</c>) to a device of the loaded backend.</summary>
public static class ComputeDevice
{
    /// <summary>
    /// The device to compute on: <c>cpu</c>, <c>cuda</c> (the first), <c>cuda:n</c>, or <c>auto</c> (the first CUDA device, else
    /// the processor).
    /// </summary>
    /// <exception cref="ArchRepairException">Not such a name (exit 2, AR0105), or the backend has no such device (exit 4, AR0404).</exception>
    public static torch.Device Choose(string asked, BackendDescription backend)
    {
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(backend);
        if (Index(asked, backend) is not { } index) return torch.CPU;
        if (index >= backend.CudaDevices) throw Missing(asked, backend);
        // TensorFloat-32 keeps ten bits of a factor: faster, but answers would differ from the processor's.
        torch.backends.cudnn.allow_tf32 = false;
        torch.backends.cuda.matmul.allow_tf32 = false;
        return torch.device(DeviceType.CUDA, index);
    }

    /// <summary>Moves a network to the device to compute on; see <see cref="Choose"/>.</summary>
    /// <exception cref="ArchRepairException">As <see cref="Choose"/> throws it.</exception>
    public static void Place(torch.nn.Module network, string asked, BackendDescription backend)
    {
        ArgumentNullException.ThrowIfNull(network);
        network.to(Choose(asked, backend));
    }

    // Null is the processor.
    private static int? Index(string asked, BackendDescription backend)
    {
        const string prefix = "cuda:";
        if (asked == "cpu") return null;
        if (asked == "auto") return backend.CudaDevices > 0 ? 0 : null;
        if (asked == "cuda") return 0;
        if (asked.StartsWith(prefix, StringComparison.Ordinal)
            && int.TryParse(asked.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var index)) return index;
        throw new ArchRepairException(ExitCode.Usage, "AR0105", $"--device is '{asked}'; it can be cpu, cuda, cuda:0 (or another number) or auto.");
    }

    private static ArchRepairException Missing(string asked, BackendDescription backend)
    {
        var cure = backend.CudaDevices > 0
            ? "Name one of these, or auto."
            : "Use --device cpu or auto; or let ARCHREPAIR_LIBTORCH name the libtorch folder of a CUDA build (a PyTorch's torch/lib, say), or refer to TorchSharp-cuda-linux in a model project.";
        return new ArchRepairException(ExitCode.Environment, "AR0404",
            $"--device is '{asked}', but this backend (libtorch {backend.LibTorchVersion}, from '{backend.LibTorchFolder}') computes on {string.Join(", ", backend.Devices)}. {cure}");
    }
}
