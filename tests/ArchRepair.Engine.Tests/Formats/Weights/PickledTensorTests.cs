using ArchRepair.Engine.Formats;

namespace ArchRepair.Engine.Tests.Formats;

/// <summary>Strides, offsets and sizes that a pickle declares, true and false ones.</summary>
public sealed class PickledTensorTests
{
    private static readonly float[] Counting = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

    [Test]
    public void Strided_views_are_laid_out_row_by_row()
    {
        Assert.That(Read(new TensorSpecification("0", 12, [3, 4], [4, 1])), Is.EqualTo(Counting));
        Assert.That(Read(new TensorSpecification("0", 12, [4, 3], [1, 4])), Is.EqualTo(new float[] { 0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11 }));
        Assert.That(Read(new TensorSpecification("0", 12, [2, 2, 2], [6, 2, 1]) { Offset = 1 }), Is.EqualTo(new float[] { 1, 2, 3, 4, 7, 8, 9, 10 }));
        Assert.That(Read(new TensorSpecification("0", 12, [3, 2], [0, 1]) { Offset = 10 }), Is.EqualTo(new float[] { 10, 11, 10, 11, 10, 11 }));
        Assert.That(Read(new TensorSpecification("0", 12, [], []) { Offset = 7 }), Is.EqualTo(new float[] { 7 }));
        Assert.That(Read(new TensorSpecification("0", 12, [0, 5], [99, 1])), Is.Empty);
        Assert.That(Read(new TensorSpecification("0", 12, [1, 2], [77, 1]) { Offset = 4 }), Is.EqualTo(new float[] { 4, 5 }));
    }

    [Test]
    public void A_legacy_view_of_a_storage_begins_at_its_own_offset()
    {
        var tensor = new TensorSpecification("0", 12, [2], [1]) { IsLegacy = true, View = (4, 3), Offset = 1 };
        var pickle = new PickleBuilder().Dictionary(items => items.Text("w").Tensor(tensor)).Stop();
        using var file = SourceFile.OfBytes("legacy", Checkpoints.Legacy(pickle, ("0", 12, Checkpoints.Floats(Counting))));
        Assert.That(Checkpoints.Floats(WeightsFile.Read(file).Tensors[0].Bytes), Is.EqualTo(new float[] { 5, 6 }));
    }

    [Test]
    public void An_element_outside_the_storage_is_refused()
    {
        Assert.That(Reason(new("0", 12, [13], [1])), Does.Contain("element 12 is asked of a storage of 12"));
        Assert.That(Reason(new("0", 12, [12], [1]) { Offset = 1 }), Does.Contain("element 12"));
        Assert.That(Reason(new("0", 12, [3, 3], [5, 1])), Does.Contain("element 12"));
        Assert.That(Reason(new("0", 12, [1], [1]) { Offset = long.MaxValue }), Does.Contain("is asked of"));
        Assert.That(Reason(new("0", 12, [2, 2], [long.MaxValue, long.MaxValue])), Does.Contain("is asked of"));
    }

    [Test]
    public void Impossible_shapes_are_refused()
    {
        Assert.That(Reason(new("0", 12, [-1], [1])), Does.Contain("is not a shape"));
        Assert.That(Reason(new("0", 12, [1L << 40, 1L << 40], [0, 0])), Does.Contain("is not a shape"));
        Assert.That(Reason(new("0", 12, [0, 1L << 40, 1L << 40], [0, 0, 0])), Does.Contain("is not a shape"));
        Assert.That(Reason(new("0", 12, [.. Enumerable.Repeat(1L, 65)], [.. Enumerable.Repeat(1L, 65)])), Does.Contain("is not a shape"));
        Assert.That(Reason(new("0", 12, [2], [1, 1])), Does.Contain("2 strides for 1 sizes"));
        Assert.That(Reason(new("0", 12, [2], [-1]) { Offset = 3 }), Does.Contain("negative"));
        Assert.That(Reason(new("0", 12, [2], [1]) { Offset = -1 }), Does.Contain("negative"));
    }

    [Test]
    public void A_stride_of_zero_cannot_make_gigabytes_of_a_kilobyte()
    {
        var bomb = Checkpoints.OneTensor(new("0", 1, [2_000_000_000], [0]), Checkpoints.Floats(1));
        Assert.That(bomb, Has.Length.LessThan(1000));
        Assert.That(Hostile.Reason(bomb, WeightsFile.Read), Does.Contain("would take 8000000000 bytes, out of a file of"));
        Assert.That(Hostile.Read(bomb, WeightsFile.Read), Is.Null);
    }

    [Test]
    public void Many_tensors_over_one_storage_share_the_budget()
    {
        var pickle = new PickleBuilder().Dictionary(items =>
        {
            for (var i = 0; i < 1000; i++) items.Text($"w{i}").Tensor(new TensorSpecification("0", 25_000, [25_000], [1]));
        });
        var bytes = Checkpoints.Zip(pickle.Stop(), ("0", new byte[100_000]));
        Assert.That(Hostile.Reason(bytes, WeightsFile.Read), Does.Contain("would take"));
    }

    [Test]
    public void A_storage_must_have_the_size_that_is_declared()
    {
        Assert.That(Hostile.Reason(Checkpoints.OneTensor(TensorSpecification.Row("0", 3), Checkpoints.Floats(1, 2)), WeightsFile.Read), Does.Contain("has 8 bytes, not the 3 elements"));
        Assert.That(Hostile.Reason(Checkpoints.OneTensor(TensorSpecification.Row("1", 2), Checkpoints.Floats(1, 2)), WeightsFile.Read), Does.Contain("data/1 is missing"));
        Assert.That(Hostile.Reason(Checkpoints.OneTensor(TensorSpecification.Row("../data.pkl", 2), Checkpoints.Floats(1, 2)), WeightsFile.Read), Does.Contain("is missing"));
        Assert.That(Hostile.Reason(Checkpoints.OneTensor(new("0", long.MaxValue, [2], [1]), Checkpoints.Floats(1, 2)), WeightsFile.Read), Does.Contain("not the 9223372036854775807 elements"));
    }

    [Test]
    public void One_storage_cannot_have_two_types()
    {
        var pickle = new PickleBuilder().Dictionary(items => items
            .Text("a").Tensor(TensorSpecification.Row("0", 2)).Text("b").Tensor(TensorSpecification.Row("0", 2) with { StorageType = "IntStorage" }));
        Assert.That(Hostile.Reason(Checkpoints.Zip(pickle.Stop(), ("0", Checkpoints.Floats(1, 2))), WeightsFile.Read), Does.Contain("described in two ways"));
    }

    [Test]
    public void A_truth_value_of_two_is_refused()
    {
        var tensor = TensorSpecification.Row("0", 2) with { StorageType = "BoolStorage" };
        Assert.That(Hostile.Reason(Checkpoints.OneTensor(tensor, [1, 2]), WeightsFile.Read), Does.Contain("neither 0 nor 1"));
    }

    [Test]
    public void Legacy_storages_must_fill_the_file_exactly()
    {
        var pickle = new PickleBuilder().Dictionary(items => items.Text("w").Tensor(TensorSpecification.Row("0", 2, isLegacy: true))).Stop();
        Assert.That(Legacy(pickle, ("0", 2, Checkpoints.Floats(1, 2, 3))), Does.Contain("4 bytes follow"));
        Assert.That(Legacy(pickle, ("0", 2, Checkpoints.Floats(1))), Does.Contain("needs 8 bytes, but only 4"));
        Assert.That(Legacy(pickle, ("0", 3, Checkpoints.Floats(1, 2, 3))), Does.Contain("3 elements here and 2 where it is used"));
        Assert.That(Legacy(pickle, ("0", -1, [])), Does.Contain("-1 elements here"));
        Assert.That(Legacy(pickle, ("1", 2, Checkpoints.Floats(1, 2))), Does.Contain("listed that the object does not use"));
        Assert.That(Legacy(pickle), Does.Contain("is used, but not listed"));
        Assert.That(Legacy(pickle, ("0", 2, Checkpoints.Floats(1, 2)), ("0", 2, Checkpoints.Floats(1, 2))), Does.Contain("listed twice"));
    }

    private static string Legacy(byte[] pickle, params (string, long, byte[])[] storages) =>
        Hostile.Reason(Checkpoints.Legacy(pickle, storages), WeightsFile.Read);

    private static float[] Read(TensorSpecification tensor)
    {
        using var file = SourceFile.OfBytes("checkpoint", Checkpoints.OneTensor(tensor, Checkpoints.Floats(Counting)));
        return Checkpoints.Floats(WeightsFile.Read(file).Tensors[0].Bytes);
    }

    private static string Reason(TensorSpecification tensor) => Hostile.Reason(Checkpoints.OneTensor(tensor, Checkpoints.Floats(Counting)), WeightsFile.Read);
}
