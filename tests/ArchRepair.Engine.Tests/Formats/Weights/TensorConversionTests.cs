using ArchRepair.Engine.Formats;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Tests.Formats;

public sealed class TensorConversionTests
{
    [OneTimeSetUp]
    public void LoadBackend() => Backend.Require();

    [Test]
    public void Every_type_survives_the_way_to_a_tensor_and_back([Values] StoredType type)
    {
        using var scope = NewDisposeScope();
        var bytes = Enumerable.Range(0, 6 * type.ByteCount()).Select(i => (byte)(type == StoredType.Bool ? i % 2 : i)).ToArray();
        var stored = new StoredTensor("w", type, [2, 3], bytes);
        var tensor = stored.ToTensor();
        Assert.That(tensor.shape, Is.EqualTo(new long[] { 2, 3 }));
        Assert.That(tensor.dtype, Is.EqualTo(type.ToScalarType()));
        var back = TensorConversion.FromTensor("w", tensor);
        Assert.That(back.ToString(), Is.EqualTo(stored.ToString()));
        Assert.That(back.Bytes.ToArray(), Is.EqualTo(bytes));
    }

    [Test]
    public void Values_are_those_of_the_bytes()
    {
        using var scope = NewDisposeScope();
        var half = new StoredTensor("h", StoredType.F16, [2], new byte[] { 0x00, 0x3c, 0x00, 0xc0 }).ToTensor().to(ScalarType.Float32);
        var brain = new StoredTensor("b", StoredType.BF16, [2], new byte[] { 0x80, 0x3f, 0x00, 0xc0 }).ToTensor().to(ScalarType.Float32);
        Assert.That(half.data<float>().ToArray(), Is.EqualTo(new float[] { 1, -2 }));
        Assert.That(brain.data<float>().ToArray(), Is.EqualTo(new float[] { 1, -2 }));
    }

    [Test]
    public void Views_and_parameters_are_copied_contiguously_and_stay_as_they_were()
    {
        using var scope = NewDisposeScope();
        var tensor = arange(0f, 6f, 1f).reshape(2, 3).requires_grad_();
        var transposed = TensorConversion.FromTensor("t", tensor.transpose(0, 1));
        var tail = TensorConversion.FromTensor("r", tensor[1]);
        Assert.That(transposed.ToString(), Is.EqualTo("t F32 [3, 2]"));
        Assert.That(Checkpoints.Floats(transposed.Bytes), Is.EqualTo(new float[] { 0, 3, 1, 4, 2, 5 }));
        Assert.That(Checkpoints.Floats(tail.Bytes), Is.EqualTo(new float[] { 3, 4, 5 }));
        Assert.That(tensor.requires_grad, Is.True);
    }

    [Test]
    public void Scalars_and_empty_tensors_keep_their_shape()
    {
        using var scope = NewDisposeScope();
        var scalar = new StoredTensor("s", StoredType.I64, [], new byte[] { 7, 0, 0, 0, 0, 0, 0, 0 });
        var none = new StoredTensor("e", StoredType.F32, [0, 3], ReadOnlyMemory<byte>.Empty);
        Assert.That(scalar.ToTensor().item<long>(), Is.EqualTo(7));
        Assert.That(TensorConversion.FromTensor("e", none.ToTensor()).ToString(), Is.EqualTo("e F32 [0, 3]"));
    }

    [Test]
    public void Nothing_is_left_undisposed_by_the_copy_out()
    {
        using var tensor = arange(0f, 6f, 1f).reshape(2, 3);
        var before = TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        TensorConversion.FromTensor("t", tensor);
        Assert.That(TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount, Is.EqualTo(before));
    }

    [Test]
    public void Complex_tensors_are_refused()
    {
        using var tensor = zeros(2, dtype: ScalarType.ComplexFloat32);
        Assert.That(() => TensorConversion.FromTensor("c", tensor), Throws.ArgumentException);
    }
}
