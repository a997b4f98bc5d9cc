using System.Globalization;
using ArchRepair.Engine.Corruptions;
using ArchRepair.Engine.Formats;
using ArchRepair.Tests;

namespace ArchRepair.Engine.Tests.Corruptions;

/// <summary>Every published corruption against the outputs of the published functions, draws included.</summary>
[TestFixture]
public sealed class ExactnessTests
{
    private static readonly string[] Deterministic =
        ["brightness", "contrast", "saturate", "gaussian_blur", "defocus_blur", "zoom_blur", "pixelate", "jpeg_compression"];

    private static readonly string[] Random =
    [
        "gaussian_noise", "shot_noise", "impulse_noise", "speckle_noise", "glass_blur", "motion_blur", "snow", "fog", "spatter", "elastic_transform",
    ];

    [Test]
    public void Without_draws_every_value_is_that_of_the_published_function(
        [ValueSource(nameof(Deterministic))] string name, [Values(32, 64, 224)] int side)
    {
        var expected = Open($"{name}_{side}.npz").Bytes("out");
        var inputs = Open($"inputs_{side}.npz").Bytes("x");
        var size = ImageSize.Square(side);
        var count = inputs.Length / size.Bytes;
        var corruption = CorruptionCatalog.Default.Get(name);
        var different = 0;
        var output = new byte[size.Bytes];
        for (var cell = 0; cell < 5 * count; cell++)
        {
            corruption.Apply(inputs.AsSpan(cell % count * size.Bytes, size.Bytes), output, size, (cell / count) + 1, new TapeDraws([]));
            different += Difference(output, expected.AsSpan(cell * size.Bytes, size.Bytes)).Different;
        }
        TestContext.Out.WriteLine($"{name} {side}: {different} of {expected.Length} values differ");
        // At 224 the published defocus blur runs through a Fourier transform whose rounding is out of reach: 17 of 752,640 by 1.
        Assert.That(different, name == "defocus_blur" && side == 224 ? Is.LessThanOrEqualTo(17) : Is.Zero);
    }

    [Test]
    public void With_the_recorded_draws_every_value_is_that_of_the_published_function(
        [ValueSource(nameof(Random))] string name, [Values(32, 64)] int side)
    {
        var file = Open($"{name}_{side}.npz");
        var inputs = Open($"inputs_{side}.npz").Bytes("x");
        var size = ImageSize.Square(side);
        var corruption = CorruptionCatalog.Default.Get(name);
        var (different, most, total) = (0, 0, 0);
        var output = new byte[size.Bytes];
        foreach (var key in file.Names.Where(n => n.EndsWith("_out", StringComparison.Ordinal)))
        {
            var prefix = key[..^4];
            var draws = new TapeDraws(file.Tape(prefix));
            corruption.Apply(inputs.AsSpan(int.Parse(prefix[4..], CultureInfo.InvariantCulture) * size.Bytes, size.Bytes), output, size, prefix[1] - '0', draws);
            var (count, largest) = Difference(output, file.Bytes(key));
            (different, most, total) = (different + count, Math.Max(most, largest), total + output.Length);
            Assert.That(draws.IsAtEnd, $"{prefix} leaves draws unused");
        }
        TestContext.Out.WriteLine($"{name} {side}: {different} of {total} values differ, by at most {most}");
        var share = name switch { "snow" => 0.001, "elastic_transform" => 0.05, _ => 0 };
        Assert.That(different, Is.LessThanOrEqualTo(share * total));
        Assert.That(most, Is.LessThanOrEqualTo(1));
    }

    [TestCase("defocus_blur")]
    [TestCase("zoom_blur")]
    [TestCase("brightness")]
    [TestCase("contrast")]
    [TestCase("pixelate")]
    [TestCase("jpeg_compression")]
    public void On_real_photographs_too(string name)
    {
        var path = RealData.RequireData("cifar10-c");
        if (!Directory.Exists(path)) Assert.Ignore("cifar10-c is not on this machine.");
        using var clean = ImageFormats.OpenClean("cifar10", RealData.RequireData("cifar10"), DataPart.Test);
        var expected = NpyFile.ReadAll(Path.Combine(path, $"{name}.npy")).Bytes;
        var size = ImageSize.Square(32);
        var count = expected.Length / size.Bytes / 5;
        var (images, outputs) = (new byte[count * size.Bytes], new byte[count * size.Bytes]);
        clean.Read(0, count, images);
        var different = 0;
        for (var severity = 1; severity <= 5; severity++)
        {
            CorruptedImages.Fill(CorruptionCatalog.Default.Get(name), severity, 0, 0, images, outputs, size);
            different += Difference(outputs, expected.Span.Slice((severity - 1) * outputs.Length, outputs.Length)).Different;
        }
        TestContext.Out.WriteLine($"{name}: {different} of {expected.Length} values differ");
        Assert.That(different, Is.Zero);
    }

    private static FixtureFile Open(string file)
    {
        var path = RealData.RequireFixture("corruptions", file);
        if (!File.Exists(path)) Assert.Ignore($"{file} is not on this machine.");
        return new FixtureFile(path);
    }

    private static (int Different, int Most) Difference(ReadOnlySpan<byte> actual, ReadOnlySpan<byte> expected)
    {
        var (different, most) = (0, 0);
        for (var i = 0; i < actual.Length; i++)
        {
            if (actual[i] == expected[i]) continue;
            different++;
            most = Math.Max(most, Math.Abs(actual[i] - expected[i]));
        }
        return (different, most);
    }
}
