using static TorchSharp.torch;

namespace ArchRepair.Engine.Native;

/// <summary>While it lives, tensors that are made without naming a device lie on this one; the one before comes back after.</summary>
/// <remarks>The setting is the process's. Training sets it once; nothing else makes tensors meanwhile.</remarks>
internal sealed class DefaultDevice : IDisposable
{
    private readonly Device before = get_default_device();

    public DefaultDevice(Device device) => set_default_device(device);

    public void Dispose() => set_default_device(before);

    /// <summary>The device that a network's first parameter lies on.</summary>
    public static DefaultDevice Of(nn.Module network) => new(network.parameters().First().device);
}
