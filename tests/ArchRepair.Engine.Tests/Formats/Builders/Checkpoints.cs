using System.Buffers.Binary;
using System.Text;

namespace ArchRepair.Engine.Tests.Formats;

/// <summary>Hand-made PyTorch checkpoints around a hand-made pickle.</summary>
internal static class Checkpoints
{
    /// <summary>The zip form: root "archive", one entry for each storage.</summary>
    public static byte[] Zip(byte[] pickle, params (string Key, byte[] Bytes)[] storages) => ZipOf(pickle, storages).Build();

    public static ZipBuilder ZipOf(byte[] pickle, params (string Key, byte[] Bytes)[] storages)
    {
        var zip = new ZipBuilder().Add("archive/data.pkl", pickle);
        foreach (var (key, bytes) in storages) zip.Add($"archive/data/{key}", bytes);
        return zip.Add("archive/version", "3\n"u8.ToArray());
    }

    /// <summary>The legacy form: magic, version, machine, object, keys, then counts and elements.</summary>
    public static byte[] Legacy(byte[] pickle, params (string Key, long Count, byte[] Bytes)[] storages)
    {
        var keys = new PickleBuilder().Op(']').Op('(');
        foreach (var (key, _, _) in storages) keys.Text(key);
        var file = new MemoryStream();
        file.Write([0x80, 2, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, (byte)'.']);
        file.Write(new PickleBuilder().Integer(1001).Stop());
        file.Write(new PickleBuilder().Dictionary(items => items.Text("little_endian").Op(0x88)).Stop());
        file.Write(pickle);
        file.Write(keys.Op('e').Stop());
        foreach (var (_, count, bytes) in storages)
        {
            var length = new byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, count);
            file.Write(length);
            file.Write(bytes);
        }
        return file.ToArray();
    }

    /// <summary>A zip whose state dict is one tensor "w" over the storage "0".</summary>
    public static byte[] OneTensor(TensorSpecification tensor, byte[] storage) =>
        Zip(new PickleBuilder().Dictionary(items => items.Text("w").Tensor(tensor)).Stop(), ("0", storage));

    public static byte[] Floats(params float[] values)
    {
        var bytes = new byte[4 * values.Length];
        for (var i = 0; i < values.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), values[i]);
        return bytes;
    }

    public static float[] Floats(ReadOnlyMemory<byte> bytes)
    {
        var values = new float[bytes.Length / 4];
        for (var i = 0; i < values.Length; i++) values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.Span[(4 * i)..]);
        return values;
    }

    public static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);
}
