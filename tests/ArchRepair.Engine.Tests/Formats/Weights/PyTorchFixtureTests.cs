using ArchRepair.Engine.Formats;
using ArchRepair.Tests;

namespace ArchRepair.Engine.Tests.Formats;

/// <summary>Files that PyTorch itself wrote.</summary>
public sealed class PyTorchFixtureTests
{
    private static readonly string[] SequentialNames =
        ["0.weight", "1.weight", "1.bias", "1.running_mean", "1.running_var", "1.num_batches_tracked", "3.weight", "3.bias"];

    [Test]
    public void A_zip_state_dict_is_read_in_its_order()
    {
        var weights = WeightsFile.Read(RealData.RequireFixture("pth", "sd_zip.pth"));
        Assert.That(weights.Format, Is.EqualTo("PyTorch checkpoint"));
        Assert.That(weights.Tensors.Select(tensor => tensor.Name), Is.EqualTo(SequentialNames));
        Assert.That(weights.Tensors[0].ToString(), Is.EqualTo("0.weight F32 [4, 3, 3, 3]"));
        Assert.That(weights.Find("1.num_batches_tracked")!.ToString(), Is.EqualTo("1.num_batches_tracked I64 []"));
        Assert.That(Checkpoints.Floats(weights.Find("1.running_var")!.Bytes), Is.EqualTo(new float[] { 1, 1, 1, 1 }));
        Assert.That(Convert.ToHexStringLower(weights.Find("3.bias")!.Bytes.Span), Is.EqualTo("88dbfebd80d2b83c"));
    }

    [TestCase("sd_legacy.pth")]
    [TestCase("ckpt_zip.pth")]
    public void Legacy_form_and_checkpoint_dict_hold_the_same_tensors(string name)
    {
        var expected = WeightsFile.Read(RealData.RequireFixture("pth", "sd_zip.pth")).Tensors;
        var found = WeightsFile.Read(RealData.RequireFixture("pth", name)).Tensors;
        Assert.That(found.Select(Content), Is.EqualTo(expected.Select(Content)));
    }

    [Test]
    public void Views_are_laid_out_and_scalars_beside_them_left_out()
    {
        var weights = WeightsFile.Read(RealData.RequireFixture("pth", "views_zip.pth"));
        Assert.That(
            weights.Tensors.Select(tensor => tensor.ToString()),
            Is.EqualTo([
                "a F32 [2, 3]", "at F32 [6, 4]", "h F16 [3]", "b BF16 [3]", "i I64 []", "bool Bool [2]", "p F32 [2]", "empty F32 [0, 3]"]));
        Assert.That(Checkpoints.Floats(weights.Find("a")!.Bytes), Is.EqualTo(new float[] { 6, 8, 10, 12, 14, 16 }));
        Assert.That(
            Checkpoints.Floats(weights.Find("at")!.Bytes),
            Is.EqualTo(Enumerable.Range(0, 24).Select(i => (float)(i % 4 * 6 + i / 4))));
        Assert.That(Convert.ToHexString(weights.Find("h")!.Bytes.Span), Is.EqualTo("003C003C003C"));
        Assert.That(Convert.ToHexString(weights.Find("b")!.Bytes.Span), Is.EqualTo("803F803F803F"));
        Assert.That(Convert.ToHexString(weights.Find("i")!.Bytes.Span), Is.EqualTo("0700000000000000"));
        Assert.That(Convert.ToHexString(weights.Find("bool")!.Bytes.Span), Is.EqualTo("0100"));
    }

    [Test]
    public void A_storage_that_two_legacy_tensors_share_is_read_once_and_seen_twice()
    {
        var weights = WeightsFile.Read(RealData.RequireFixture("pth", "views_legacy.pth"));
        Assert.That(weights.Tensors.Select(tensor => tensor.ToString()), Is.EqualTo(["a F32 [2, 3]", "t F32 [6, 4]"]));
        Assert.That(Checkpoints.Floats(weights.Find("a")!.Bytes), Is.EqualTo(new float[] { 6, 8, 10, 12, 14, 16 }));
        Assert.That(Checkpoints.Floats(weights.Find("t")!.Bytes)[..5], Is.EqualTo(new float[] { 0, 6, 12, 18, 1 }));
    }

    [Test]
    public void A_whole_pickled_model_is_refused_with_the_way_out()
    {
        var path = RealData.RequireFixture("pth", "whole_model.pth");
        Assert.That(
            () => WeightsFile.Read(path),
            Throws.TypeOf<MalformedFileException>()
                .With.Message.Contains("torch.nn.modules.container.Sequential")
                .And.Message.Contains("torch.save(model.state_dict()")
                .And.Message.StartsWith(path));
    }

    [TestCase("resnet20-12fca82f.th", 97, 269_722, "12fca82f")]
    [TestCase("resnet56-4bfd9763.th", 277, 853_018, "4bfd9763")]
    public void Public_ResNets_are_read_with_their_names_and_sizes(string file, int tensorCount, int parameterCount, string sha256)
    {
        var weights = WeightsFile.Read(RealData.RequireData("models", file));
        var parameters = weights.Tensors.Where(tensor => !tensor.Name.Contains("running", StringComparison.Ordinal));
        Assert.That(weights.Format, Is.EqualTo("PyTorch checkpoint (legacy)"));
        Assert.That(weights.Tensors, Has.Count.EqualTo(tensorCount));
        Assert.That(parameters.Sum(tensor => tensor.ElementCount), Is.EqualTo(parameterCount));
        Assert.That(weights.Tensors[0].ToString(), Is.EqualTo("conv1.weight F32 [16, 3, 3, 3]"));
        Assert.That(weights.Tensors[^1].ToString(), Is.EqualTo("linear.bias F32 [10]"));
        Assert.That(weights.Tensors.Select(tensor => tensor.Name), Has.None.StartsWith("module."));
        Assert.That(weights.Sha256, Does.StartWith(sha256));
    }

    private static string Content(StoredTensor tensor) => $"{tensor} {Convert.ToHexString(tensor.Bytes.Span)}";
}
