using System.Buffers.Binary;
using System.Text;

namespace ArchRepair.Engine.Tests.Formats;

/// <summary>Writes pickle instructions one by one, protocol 2, as the tests' hand-made checkpoints need them.</summary>
internal sealed class PickleBuilder
{
    private readonly MemoryStream bytes = new();

    public PickleBuilder(byte protocol = 2) => Op(0x80, protocol);

    public PickleBuilder Op(params byte[] raw)
    {
        bytes.Write(raw);
        return this;
    }

    public PickleBuilder Op(char opcode) => Op((byte)opcode);

    public PickleBuilder Integer(long value)
    {
        var raw = new byte[10];
        (raw[0], raw[1]) = (0x8a, 8);
        BinaryPrimitives.WriteInt64LittleEndian(raw.AsSpan(2), value);
        return Op(raw);
    }

    public PickleBuilder Real(double value)
    {
        var raw = new byte[9];
        raw[0] = (byte)'G';
        BinaryPrimitives.WriteDoubleBigEndian(raw.AsSpan(1), value);
        return Op(raw);
    }

    public PickleBuilder Text(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, utf8.Length);
        return Op('X').Op(length).Op(utf8);
    }

    public PickleBuilder Global(string module, string name) => Op('c').Op(Encoding.ASCII.GetBytes($"{module}\n{name}\n"));

    public PickleBuilder Integers(params long[] values)
    {
        Op('(');
        foreach (var value in values) Integer(value);
        return Op('t');
    }

    /// <summary>A dictionary whose items are written by the action: key, value, key, value, ….</summary>
    public PickleBuilder Dictionary(Action<PickleBuilder> items)
    {
        Op('}').Op('(');
        items(this);
        return Op('u');
    }

    /// <summary>torch._utils._rebuild_tensor_v2(storage, offset, shape, strides, False, OrderedDict()).</summary>
    public PickleBuilder Tensor(TensorSpecification tensor)
    {
        Global("torch._utils", "_rebuild_tensor_v2").Op('(').Storage(tensor).Integer(tensor.Offset).Integers(tensor.Shape).Integers(tensor.Strides);
        return Op(0x89).Global("collections", "OrderedDict").Op(')').Op('R').Op('t').Op('R');
    }

    public PickleBuilder Storage(TensorSpecification tensor)
    {
        Op('(').Text("storage").Global("torch", tensor.StorageType).Text(tensor.Key).Text("cpu").Integer(tensor.StorageCount);
        if (tensor.View is { } view) Op('(').Text("view").Integer(view.Offset).Integer(view.Count).Op('t');
        else if (tensor.IsLegacy) Op('N');
        return Op('t').Op('Q');
    }

    public byte[] Stop()
    {
        Op('.');
        return bytes.ToArray();
    }
}
