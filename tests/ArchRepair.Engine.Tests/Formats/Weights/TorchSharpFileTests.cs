using ArchRepair.Engine.Formats;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Tests.Formats;

/// <summary>TorchSharp's own format, against TorchSharp.</summary>
public sealed class TorchSharpFileTests
{
    private static readonly byte[] Small =
        [2, 1, (byte)'a', 6, 2, 1, 2, .. Checkpoints.Floats(1, 2), 2, (byte)'b', (byte)'c', 4, 0, 5, 0, 0, 0, 0, 0, 0, 0];

    [Test]
    public void What_TorchSharp_saves_is_read_as_its_state_dict()
    {
        Backend.Require();
        using var folder = new ScratchFolder();
        using var scope = NewDisposeScope();
        var path = folder["model.dat"];
        using var model = nn.Sequential(
            ("conv", nn.Conv2d(3, 200, 3)), ("norm", nn.BatchNorm2d(200)), ("linear", nn.Linear(200, 10, dtype: ScalarType.BFloat16)));
        model.save(path);
        var expected = model.state_dict().Select(pair => TensorConversion.FromTensor(pair.Key, pair.Value)).ToList();
        var weights = WeightsFile.Read(path);
        Assert.That(weights.Format, Is.EqualTo("TorchSharp module"));
        Assert.That(expected.Select(tensor => tensor.Type).Distinct().Count(), Is.EqualTo(3));
        Assert.That(weights.Tensors.Select(Content), Is.EqualTo(expected.Select(Content)));
    }

    [Test]
    public void A_rest_behind_the_last_tensor_is_refused_with_its_likely_cause() =>
        Assert.That(Hostile.Reason([.. Small, 1, 2, 3], WeightsFile.Read), Does.Contain("3 bytes follow the last tensor").And.Contains("delete that first"));

    [Test]
    public void A_hand_made_file_is_read()
    {
        using var file = SourceFile.OfBytes("small", Small);
        var tensors = WeightsFile.Read(file).Tensors;
        Assert.That(tensors.Select(tensor => tensor.ToString()), Is.EqualTo(["a F32 [1, 2]", "bc I64 []"]));
        Assert.That(tensors[1].Bytes.Span[0], Is.EqualTo(5));
    }

    [Test]
    public void Truncated_and_damaged_files_are_refused_or_read_as_another_sound_file()
    {
        Assert.That(Hostile.AcceptedTruncations(Small, WeightsFile.Read), Is.Empty);
        Assert.That(Hostile.AcceptedFlips(Small, WeightsFile.Read).All(flip => flip.Value.Tensors.Count == 2), Is.True);
    }

    [Test]
    public void Sizes_that_do_not_fit_the_file_are_refused_before_they_are_allocated()
    {
        Assert.That(Hostile.Read([1, 1, (byte)'a', 6, 2, 0xff, 0xff, 0xff, 0xff, 0x7f, 1, 0, 0], WeightsFile.Read), Is.Null);
        Assert.That(Hostile.Reason([1, 1, (byte)'a', 6, 1, 0x80, 0x80, 0x80, 0x80, 8, 0, 0], WeightsFile.Read), Does.Contain("does not fit"));
        Assert.That(Hostile.Read([1, 1, (byte)'a', 6, 100, 1, 1], WeightsFile.Read), Is.Null);
        Assert.That(Hostile.Read([.. Enumerable.Repeat((byte)0xff, 30)], WeightsFile.Read), Is.Null);
    }

    private static string Content(StoredTensor tensor) => $"{tensor} {Convert.ToHexString(tensor.Bytes.Span)}";
}
