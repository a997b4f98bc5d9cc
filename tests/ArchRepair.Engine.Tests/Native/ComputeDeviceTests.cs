using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Results;
using ArchRepair.Engine.Native;
using TorchSharp;

namespace ArchRepair.Engine.Tests.Native;

public sealed class ComputeDeviceTests
{
    [TestCase("cpu")]
    [TestCase("auto")]
    public void A_backend_without_CUDA_computes_on_the_processor(string asked)
    {
        Backend.Require();

        Assert.That(ComputeDevice.Choose(asked, With(cudaDevices: 0)).type, Is.EqualTo(DeviceType.CPU));
    }

    [TestCase("cuda", 0, "ARCHREPAIR_LIBTORCH")]
    [TestCase("cuda:0", 0, "TorchSharp-cuda-linux")]
    [TestCase("cuda:2", 2, "cpu, cuda:0, cuda:1")]
    public void A_device_that_is_not_there_is_named_with_those_that_are(string asked, int devices, string expected)
    {
        var error = Assert.Throws<ArchRepairException>(() => ComputeDevice.Choose(asked, With(devices)));

        Assert.That(error.ExitCode, Is.EqualTo(ExitCode.Environment));
        Assert.That(error.Diagnostics.Single().Code, Is.EqualTo("AR0404"));
        Assert.That(error.Message, Does.Contain($"'{asked}'").And.Contain(expected));
    }

    [TestCase("gpu")]
    [TestCase("cuda:")]
    [TestCase("cuda:-1")]
    [TestCase("")]
    public void A_name_of_no_device_is_a_wrong_command_line(string asked)
    {
        var error = Assert.Throws<ArchRepairException>(() => ComputeDevice.Choose(asked, With(1)));

        Assert.That(error.ExitCode, Is.EqualTo(ExitCode.Usage));
        Assert.That(error.Message, Does.Contain($"'{asked}'"));
    }

    private static BackendDescription With(int cudaDevices) => new("0.107.0", "2.10.0", "AVX2", 1, cudaDevices, "/opt/libtorch", [], false, []);
}
