using ArchRepair.Core.Settings;
using ArchRepair.Engine.Formats;

namespace ArchRepair.Engine.Tests.Formats;

public sealed class ImageFormatsTests
{
    [Test]
    public void Every_format_of_the_settings_can_be_opened_and_no_other()
    {
        Assert.That(ImageFormats.CleanNames, Is.EqualTo(DataFormats.Clean));
        Assert.That(ImageFormats.CorruptedNames, Is.EqualTo(DataFormats.Corrupted));
        Assert.That(() => ImageFormats.OpenClean("tar", "x", DataPart.Test), Throws.ArgumentException.With.Message.Contains("cifar10"));
        Assert.That(() => ImageFormats.OpenCorrupted("tar", "x"), Throws.ArgumentException.With.Message.Contains("cifar-c"));
    }

    [Test]
    public void A_folder_that_is_absent_is_an_IO_error_in_every_format()
    {
        using var folder = new ScratchFolder();
        foreach (var format in ImageFormats.CleanNames)
            Assert.That(() => ImageFormats.OpenClean(format, folder["none"], DataPart.Train), Throws.InstanceOf<IOException>(), format);
        foreach (var format in ImageFormats.CorruptedNames)
            Assert.That(() => ImageFormats.OpenCorrupted(format, folder["none"]), Throws.InstanceOf<IOException>(), format);
    }
}
