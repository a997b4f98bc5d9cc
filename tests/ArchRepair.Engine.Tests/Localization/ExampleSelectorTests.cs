using ArchRepair.Core.Results;
using ArchRepair.Engine.Evaluation;
using ArchRepair.Engine.Loading;
using ArchRepair.Engine.Localization;

namespace ArchRepair.Engine.Tests.Localization;

public sealed class ExampleSelectorTests
{
    private const int BaseImages = 200;

    private static readonly int[] Labels = [.. Enumerable.Range(0, BaseImages).Select(i => i % 10)];

    [Test]
    public void Examples_come_evenly_from_all_cells_and_are_what_the_predictor_says()
    {
        using var predictor = new PixelPredictor();
        var cells = new[] { Cell(1, i => i % 5 == 0), Cell(2, i => i % 2 == 0), Cell(3, i => i % 3 == 0), Cell(4, _ => false) };

        var examples = ExampleSelector.Select(cells, Labels, 1, 1, predictor, new ExampleRequest(30, 40, "test images", 5), CancellationToken.None);

        Assert.That((examples.Failures, examples.Passes), Is.EqualTo((30, 40)));
        Assert.That(examples.Problems(), Is.Empty);
        var bytes = examples.Images.ToArray();
        Assert.That(Enumerable.Range(0, 70).Select(i => bytes[(i * 3) + 1] == 1), Is.EqualTo(Enumerable.Range(0, 70).Select(i => i < 30)), "failures first");
        Assert.That(Enumerable.Range(0, 70).Select(i => bytes[i * 3] % 10), Is.EqualTo(examples.Labels));
        var failuresByCell = Enumerable.Range(0, 30).GroupBy(i => bytes[(i * 3) + 2]).ToDictionary(group => (int)group.Key, group => group.Count());
        Assert.That(failuresByCell.Keys, Is.EquivalentTo(new[] { 1, 2, 3 }), "cell 4 has no failures");
        Assert.That(failuresByCell.Values, Is.All.InRange(7, 15));
        Assert.That(examples.Description, Does.Contain("30 failures and 40 passes").And.Contain("test images"));
    }

    [Test]
    public void Where_there_are_too_few_all_are_taken_and_the_seed_decides_the_rest()
    {
        using var predictor = new PixelPredictor();
        var cells = new[] { Cell(1, i => i is 7 or 77) };
        var request = new ExampleRequest(50, 20, "test images", 5);

        var examples = ExampleSelector.Select(cells, Labels, 1, 1, predictor, request, CancellationToken.None);
        var again = ExampleSelector.Select(cells, Labels, 1, 1, predictor, request, CancellationToken.None);
        var other = ExampleSelector.Select(cells, Labels, 1, 1, predictor, request with { Seed = 8 }, CancellationToken.None);

        Assert.That(examples.Failures, Is.EqualTo(2));
        Assert.That(again.Images.ToArray(), Is.EqualTo(examples.Images.ToArray()));
        Assert.That(other.Images.ToArray(), Is.Not.EqualTo(examples.Images.ToArray()));
    }

    [Test]
    public void A_cell_with_more_images_than_labels_is_refused()
    {
        using var predictor = new PixelPredictor();
        var request = new ExampleRequest(1, 1, "test images", 5);
        Assert.That(() => ExampleSelector.Select([Cell(1, _ => true)], [1, 2], 1, 1, predictor, request, CancellationToken.None), Throws.ArgumentException);
        Assert.That(() => ExampleSelector.Select([], Labels, 1, 1, predictor, request, CancellationToken.None), Throws.ArgumentException);
    }

    /// <summary>Images of one pixel: red is the index of the base image, green whether it is to fail, blue the cell.</summary>
    private static CellImages Cell(int severity, Func<int, bool> fails) =>
        new(new Cell("fog", severity), BaseImages, (start, count, destination) =>
        {
            for (var i = 0; i < count; i++)
                ((byte[])[(byte)(start + i), (byte)(fails(start + i) ? 1 : 0), (byte)severity]).CopyTo(destination[(i * 3)..]);
        });

    private sealed class PixelPredictor : Predictor
    {
        public override string Form => "pixels";

        public override void Predict(ReadOnlySpan<byte> images, int count, Span<ushort> classes, Span<float> confidences)
        {
            for (var i = 0; i < count; i++) classes[i] = (ushort)(images[(i * 3) + 1] == 1 ? 99 : images[i * 3] % 10);
        }

        public override void Dispose()
        {
        }
    }
}
