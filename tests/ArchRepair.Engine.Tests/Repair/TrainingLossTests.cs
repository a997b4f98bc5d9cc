using ArchRepair.Engine.Repair.Data;
using ArchRepair.Engine.Repair.Training;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Tests.Repair;

public sealed class TrainingLossTests
{
    [OneTimeSetUp]
    public void LoadBackend() => Backend.Require();

    [Test]
    public void Distillation_replaces_a_share_of_the_labels_on_rows_with_targets()
    {
        using var scope = NewDisposeScope();
        // Student indifferent between two classes; teacher sure of the first row by log 3, that is (¾, ¼) at temperature 1.
        var logits = zeros([2, 2]);
        var batch = new TrainingBatch(zeros([2, 1, 1, 1]), tensor(new long[] { 0, 1 }), tensor(new[] { MathF.Log(3), 0f }).view(1, 2));
        var divergence = (0.75 * Math.Log(0.75 / 0.5)) + (0.25 * Math.Log(0.25 / 0.5));

        var loss = TrainingLoss.Of(logits, batch, share: 0.4, temperature: 1).item<float>();

        Assert.That(loss, Is.EqualTo(((0.6 * Math.Log(2)) + (0.4 * divergence) + Math.Log(2)) / 2).Within(1e-6));
    }

    [Test]
    public void The_gradient_of_soft_answers_keeps_its_size_at_high_temperature()
    {
        using var scope = NewDisposeScope();
        double GradientAt(double temperature)
        {
            var logits = zeros([1, 3], requires_grad: true);
            var batch = new TrainingBatch(zeros([1, 1, 1, 1]), zeros([1], dtype: ScalarType.Int64), tensor(new[] { 0.3f, -0.1f, 0f }).view(1, 3));
            TrainingLoss.Of(logits, batch, share: 1, temperature).backward();
            return logits.grad!.norm().item<float>();
        }

        Assert.That(GradientAt(8), Is.EqualTo(GradientAt(1)).Within(0.1 * GradientAt(1)));
    }

    [Test]
    public void Without_a_teacher_it_is_the_mean_cross_entropy()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new[] { 1f, 2f, 0f, 0f }).view(2, 2);
        var labels = tensor(new long[] { 0, 1 });

        var loss = TrainingLoss.Of(logits, new TrainingBatch(zeros([2, 1, 1, 1]), labels), share: 0.5, temperature: 2);

        Assert.That(loss.item<float>(), Is.EqualTo((Math.Log(1 + Math.E) + Math.Log(2)) / 2).Within(1e-6));
    }
}
