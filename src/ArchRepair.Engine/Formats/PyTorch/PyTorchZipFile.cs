using System.Text;

namespace ArchRepair.Engine.Formats;

/// <summary>
/// PyTorch's checkpoints since 1.6: a zip with one root folder, in it <c>data.pkl</c>, a stored entry <c>data/KEY</c> for each
/// storage, and perhaps <c>byteorder</c>.
/// </summary>
internal static class PyTorchZipFile
{
    public const string Format = "PyTorch checkpoint";

    public static bool Recognizes(ReadOnlySpan<byte> start) => start.StartsWith("PK\x03\x04"u8);

    public static IReadOnlyList<StoredTensor> Read(SourceFile file)
    {
        var zip = ZipDirectory.Read(file);
        var root = Root(file, zip);
        RefuseScript(file, zip, root);
        foreach (var item in zip.Items)
            if (item.IsDeflated) throw file.Malformed(item.DataOffset, $"the zip entry {item.Name} is compressed; PyTorch stores entries as they are");
        foreach (var item in zip.Items) zip.VerifyCrc(item);
        RequireLittleEndian(file, zip, root);

        var pickle = zip.Find($"{root}/data.pkl") ?? throw file.Malformed(0, "the zip holds no data.pkl, so it is no PyTorch checkpoint");
        var cursor = new ByteCursor(file, pickle.DataOffset, pickle.Bytes);
        var value = PickleReader.Read(cursor);
        if (cursor.Remaining != 0) throw cursor.Malformed("something follows the pickle inside data.pkl");
        return TensorMaterializer.Materialize(file, StateDict.Find(file, value), storage => StorageBytes(file, zip, root, storage));
    }

    private static byte[] StorageBytes(SourceFile file, ZipDirectory zip, string root, PickledStorage storage)
    {
        var item = zip.Find($"{root}/data/{storage.Key}") ?? throw file.Malformed(storage.Offset, $"the storage data/{storage.Key} is missing from the zip");
        if (item.Bytes != (Int128)storage.ElementCount * storage.Type.ByteCount())
            throw file.Malformed(storage.Offset, $"the storage data/{storage.Key} has {item.Bytes} bytes, not the {storage.ElementCount} elements of {storage.Type} that are declared");
        return file.Read(item.DataOffset, item.Bytes);
    }

    private static string Root(SourceFile file, ZipDirectory zip)
    {
        if (zip.Items.Count == 0) throw file.Malformed(0, "the zip is empty");
        var roots = zip.Items.Select(item => item.Name.Split('/', 2) is [var first, _] ? first : "").Distinct(StringComparer.Ordinal).ToList();
        if (roots is not [var root] || root.Length == 0)
            throw file.Malformed(0, "the zip has not one root folder, so it is no PyTorch checkpoint");
        return root;
    }

    private static void RefuseScript(SourceFile file, ZipDirectory zip, string root)
    {
        if (zip.Find($"{root}/constants.pkl") is null && !zip.Items.Any(item => item.Name.StartsWith($"{root}/code/", StringComparison.Ordinal))) return;
        throw file.Malformed(0, "the file is a TorchScript archive, which holds code. Save its state dict instead: "
            + "torch.save(torch.jit.load(\"model.pt\").state_dict(), \"weights.pth\")");
    }

    private static void RequireLittleEndian(SourceFile file, ZipDirectory zip, string root)
    {
        if (zip.Find($"{root}/byteorder") is not { } item) return;
        const int longest = 16;
        var order = item.Bytes <= longest ? Encoding.ASCII.GetString(file.Read(item.DataOffset, item.Bytes)) : "something else";
        if (order.TrimEnd() != "little") throw file.Malformed(item.DataOffset, $"the byte order of the checkpoint is '{order}'; only 'little' is read");
    }
}
