namespace ArchRepair.Engine.Formats;

/// <summary>What differs between the binary layouts of CIFAR-10 and CIFAR-100.</summary>
/// <param name="Name">For messages.</param>
/// <param name="FolderName">Folder that the official archive unpacks to.</param>
/// <param name="LabelBytes">Bytes before the pixels; the last of them is the label that counts.</param>
/// <param name="ClassCount">Number of classes.</param>
/// <param name="TestFile">File of the test images.</param>
/// <param name="TrainFile">File of the training images, or null where they are spread over numbered batches.</param>
/// <param name="NamesFile">File of the class names.</param>
internal sealed record CifarLayout(
    string Name, string FolderName, int LabelBytes, int ClassCount, string TestFile, string? TrainFile, string NamesFile)
{
    public static CifarLayout Cifar10 { get; } = new("CIFAR-10", "cifar-10-batches-bin", 1, 10, "test_batch.bin", null, "batches.meta.txt");

    public static CifarLayout Cifar100 { get; } = new("CIFAR-100", "cifar-100-binary", 2, 100, "test.bin", "train.bin", "fine_label_names.txt");

    public int RecordBytes => LabelBytes + 3 * 32 * 32;
}
