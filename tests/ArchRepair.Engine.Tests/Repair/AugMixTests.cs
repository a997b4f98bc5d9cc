using ArchRepair.Engine.Repair.Data;
using ArchRepair.Engine.Repair.Training;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Tests.Repair;

public sealed class AugMixTests
{
    [OneTimeSetUp]
    public void LoadBackend() => Backend.Require();

    [Test]
    public void Equalized_levels_follow_the_cumulative_histogram()
    {
        // 256 pixels: half 10, a quarter 20, a quarter 30. Step (256 − 64) / 255 = 0, so PIL leaves such an image alone; with 1,024 it is 3.
        var image = new WorkImage(32, 32);
        image.Load([.. Enumerable.Range(0, 1024 * 3).Select(i => (byte)((i / 3) switch { < 512 => 10, < 768 => 20, _ => 30 }))]);

        Levels.Equalize(image);

        // Offset 3/2 = 1; levels 1/3 = 0, (1 + 512)/3 = 171, (1 + 768)/3 = 256 → 255.
        Assert.That(image.Pixels.Distinct(), Is.EqualTo(new[] { 0f, 171f, 255f }));
    }

    [Test]
    public void Autocontrast_uses_the_whole_range_of_each_channel()
    {
        var image = new WorkImage(1, 3);
        image.Load([50, 7, 0, 100, 7, 128, 150, 7, 255]);

        Levels.AutoContrast(image);

        Assert.That(image.Pixels, Is.EqualTo(new[] { 0f, 7, 0, 127.5f, 7, 128, 255, 7, 255 }));
    }

    [Test]
    public void A_turn_by_a_right_angle_moves_pixels_to_their_places()
    {
        var image = new WorkImage(3, 3);
        image.Load([.. Enumerable.Range(0, 9).SelectMany(i => Enumerable.Repeat((byte)(10 * i), 3))]);

        Geometry.Rotate(image, 90);

        float[] turned = [.. Enumerable.Range(0, 9).Select(i => image.Pixels[3 * i])];
        Assert.That(turned, Is.EqualTo(new float[] { 20, 50, 80, 10, 40, 70, 0, 30, 60 }).Within(1e-3));
    }

    [Test]
    public void Mixed_images_stay_bytes_and_differ_with_the_draw()
    {
        byte[] source = [.. Enumerable.Range(0, 16 * 16 * 3).Select(i => (byte)(i * 37 % 256))];
        var results = Enumerable.Range(0, 50).Select(draw =>
        {
            var image = new WorkImage(16, 16);
            image.Load(source);
            var random = new CounterRandom(1, 2, (ulong)draw);
            AugMix.Apply(image, new float[source.Length], ref random);
            return image.Pixels;
        }).ToArray();

        Assert.That(results.SelectMany(pixels => pixels), Is.All.InRange(-1e-3f, 255.001f));
        Assert.That(results.Select(pixels => pixels.Sum()).Distinct().Count(), Is.EqualTo(50));
    }

    [Test]
    public void Answers_that_agree_cost_nothing_and_opposite_ones_cost_by_their_divergence()
    {
        using var scope = NewDisposeScope();
        var labels = tensor(new long[] { 0 });
        var sure = MathF.Log(9); // (0.9, 0.1)
        double LossOf(params float[] logits) =>
            TrainingLoss.Of(tensor(logits).view(3, 2), new TrainingBatch(zeros([3, 1, 1, 1]), labels, Views: 3), 0.5, 2).item<float>();

        // Views (0.9, 0.1) twice and (0.1, 0.9) once; their mean is (1.9/3, 1.1/3).
        double Term(double p, double m) => p * Math.Log(p / m);
        var (m0, m1) = (1.9 / 3, 1.1 / 3);
        var divergence = ((2 * (Term(0.9, m0) + Term(0.1, m1))) + Term(0.1, m0) + Term(0.9, m1)) / 3;

        Assert.That(LossOf(sure, 0, sure, 0, sure, 0), Is.EqualTo(-Math.Log(0.9)).Within(1e-5));
        Assert.That(LossOf(sure, 0, sure, 0, 0, sure), Is.EqualTo(-Math.Log(0.9) + (12 * divergence)).Within(1e-4));
    }
}
