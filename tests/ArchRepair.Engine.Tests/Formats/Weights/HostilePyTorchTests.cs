using ArchRepair.Engine.Formats;
using ArchRepair.Tests;

namespace ArchRepair.Engine.Tests.Formats;

/// <summary>Damaged copies of files that PyTorch wrote.</summary>
public sealed class HostilePyTorchTests
{
    private static readonly string[] ZipFiles = ["sd_zip.pth", "ckpt_zip.pth", "views_zip.pth", "whole_model.pth"];
    private static readonly string[] LegacyFiles = ["sd_legacy.pth", "views_legacy.pth"];

    [TestCaseSource(nameof(ZipFiles))]
    [TestCaseSource(nameof(LegacyFiles))]
    public void Every_truncation_is_refused(string name) =>
        Assert.That(Hostile.AcceptedTruncations(Fixture(name), WeightsFile.Read), Is.Empty);

    [TestCaseSource(nameof(ZipFiles))]
    public void Every_flipped_bit_of_a_zip_is_refused_or_does_not_touch_the_tensors(string name)
    {
        var bytes = Fixture(name);
        var expected = Hostile.Read(bytes, WeightsFile.Read) is { } whole ? Content(whole) : "";
        var accepted = Hostile.AcceptedFlips(bytes, WeightsFile.Read);
        Assert.That(accepted.Where(flip => Content(flip.Value) != expected).Select(flip => flip.Bit), Is.Empty);
        // What is left are fields that mean nothing here: versions of zip, attributes of files.
        Assert.That(accepted, Has.Count.LessThan(8 * bytes.Length / 10));
    }

    [TestCaseSource(nameof(LegacyFiles))]
    public void A_flipped_bit_in_a_legacy_payload_leaves_names_and_shapes(string name)
    {
        var bytes = Fixture(name);
        var expected = Hostile.Read(bytes, WeightsFile.Read)!.Tensors.Select(tensor => tensor.ToString()).ToList();
        var payload = name == "views_legacy.pth" ? 24 * 4 : 4 * 2;
        var accepted = Hostile.AcceptedFlips(bytes, WeightsFile.Read);
        var inPayload = accepted.Where(flip => flip.Bit / 8 >= bytes.Length - payload).ToList();
        Assert.That(inPayload, Has.Count.EqualTo(8 * payload));
        Assert.That(inPayload.All(flip => flip.Value.Tensors.Select(tensor => tensor.ToString()).SequenceEqual(expected)), Is.True);
    }

    [Test]
    public void Random_bytes_in_the_place_of_a_pickle_are_refused()
    {
        var random = new Random(20_260_101);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = new byte[random.Next(1, 200)];
            random.NextBytes(bytes);
            Assert.That(Hostile.Read(Checkpoints.Zip([0x80, 2, .. bytes]), WeightsFile.Read), Is.Null);
        }
    }

    private static byte[] Fixture(string name) => File.ReadAllBytes(RealData.RequireFixture("pth", name));

    private static string Content(StoredWeights weights) =>
        string.Join('\n', weights.Tensors.Select(tensor => $"{tensor} {Convert.ToHexString(tensor.Bytes.Span)}"));
}
