using System.Text.Json;

using ArchRepair.Core.Protocol;
using ArchRepair.Core.Results;
using ArchRepair.Core.Settings;
using ArchRepair.Core.Tests.Gate;

namespace ArchRepair.Core.Tests.Results;

[TestFixture]
public sealed class CoreJsonTests
{
    [Test]
    public void A_request_keeps_its_kind_and_content()
    {
        WorkerRequest request = new EvaluateRequest(
            WorkerRequest.CurrentSchema, "/r.json", new ComputeSettings("", "/c", "cpu", 3, ulong.MaxValue),
            new ModelSettings("resnet20", "/w.pth", ["a", "b"], Normalization.ImageNet),
            new DataSettings(new ImageSetSource("cifar10", "/d"), new CorruptedSource("generate", "", ["fog"], [1, 5]), null, 7));

        var read = CoreJson.Deserialize<WorkerRequest>(CoreJson.Serialize(request));

        Assert.That(read, Is.InstanceOf<EvaluateRequest>());
        Assert.That(CoreJson.Serialize(read), Is.EqualTo(CoreJson.Serialize(request)));
        Assert.That(read.Compute.Seed, Is.EqualTo(ulong.MaxValue));
    }

    [Test]
    public void An_evaluation_survives_to_the_bit()
    {
        var evaluation = Evaluations.Of((Cell.Clean, 123), (new Cell("fog", 3), 45));
        evaluation = evaluation with { Cells = [evaluation.Cells[0] with { Predicted = new ClassSequence([1, 2, 65535]) }, evaluation.Cells[1]] };
        var response = new EvaluateResponse(1, evaluation, new BackendDescription("1", "2", "AVX2", 1, 0, "/l", [], false, []), "eager", 5);

        var read = (EvaluateResponse)CoreJson.Deserialize<WorkerResponse>(CoreJson.Serialize<WorkerResponse>(response));

        Assert.That(read.Evaluation.Cells.Select(cell => cell.Correct), Is.EqualTo(evaluation.Cells.Select(cell => cell.Correct)));
        Assert.That(read.Evaluation.Cells[0].Predicted, Is.EqualTo(evaluation.Cells[0].Predicted));
        Assert.That(read.Evaluation.Labels, Is.EqualTo(evaluation.Labels));
    }

    [TestCase("""{"length":1000000000,"classes":"AAAA"}""")]
    [TestCase("""{"length":3,"classes":"AAAA"}""")]
    [TestCase("""{"length":-1,"classes":""}""")]
    [TestCase("""[1,2]""")]
    public void A_lying_class_sequence_is_refused(string json) =>
        Assert.That(() => JsonSerializer.Deserialize<ClassSequence>(json), Throws.InstanceOf<JsonException>());

    [Test]
    public void A_missing_member_is_refused() =>
        Assert.That(() => CoreJson.Deserialize<Genotype>("""{"architecture":"resnet20"}"""), Throws.InstanceOf<JsonException>());
}
