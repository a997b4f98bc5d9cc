using ArchRepair.Engine.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Tests.Native;

// The device "meta" computes shapes alone: a second device that every machine has.
[NonParallelizable]
public sealed class DefaultDeviceTests
{
    [Test]
    public void Tensors_lie_on_it_while_it_lives()
    {
        Backend.Require();
        using var scope = NewDisposeScope();

        Tensor[] inside;
        using (new DefaultDevice(META)) inside = [zeros(2), ones(2), empty(2), tensor(new[] { 1L, 2L }), eye(2), tensor(new byte[4], [2, 2], dtype: ScalarType.Byte)];

        Assert.That(inside.Select(made => made.device_type), Has.All.EqualTo(DeviceType.META));
        Assert.That(zeros(2).device_type, Is.EqualTo(DeviceType.CPU));
    }

    [Test]
    public void It_comes_back_after_a_failure()
    {
        Backend.Require();

        Assert.Throws<InvalidOperationException>(() =>
        {
            using var home = new DefaultDevice(META);
            throw new InvalidOperationException();
        });

        Assert.That(get_default_device().type, Is.EqualTo(DeviceType.CPU));
    }
}
