using System.Globalization;

using ArchRepair.Engine.Formats;
using ArchRepair.Engine.Tests.Formats;

namespace ArchRepair.Tool.Tests.Support;

/// <summary>A checkpoint as a PyTorch training script saves it: a zip with a state dict among other things, names as of a parallel module.</summary>
internal static class PyTorchFile
{
    public static byte[] Of(IEnumerable<StoredTensor> weights)
    {
        StoredTensor[] tensors = [.. weights];
        var pickle = new PickleBuilder().Dictionary(checkpoint => checkpoint.Text("epoch").Integer(90).Text("state_dict").Dictionary(names =>
        {
            foreach (var (key, tensor) in tensors.Index()) names.Text("module." + tensor.Name).Tensor(Specification(key, tensor));
        }));
        return Checkpoints.Zip(pickle.Stop(), [.. tensors.Select((tensor, key) => (Key(key), tensor.Bytes.ToArray()))]);
    }

    private static TensorSpecification Specification(int key, StoredTensor tensor)
    {
        var strides = new long[tensor.Shape.Count];
        var count = 1L;
        for (var i = strides.Length - 1; i >= 0; i--) (strides[i], count) = (count, count * tensor.Shape[i]);
        return new TensorSpecification(Key(key), count, [.. tensor.Shape], strides);
    }

    private static string Key(int key) => key.ToString(CultureInfo.InvariantCulture);
}
