using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;

using ArchRepair.Engine.Native;

using SkiaSharp;

namespace ArchRepair.Benchmarks;

/// <summary>
/// Peak memory of the worker, and its images a second, as the real command has them: on folders of small JPEGs in ImageNet-C's layout,
/// and on CIFAR files of growing length, where the peak must not grow with them. Everything is made in a temporary folder.
/// </summary>
internal static partial class MemoryBenchmark
{
    private const int Side = 64;
    private const int Classes = 10;
    private const int CifarRecord = 3073;

    /// <param name="args">Number of JPEGs, 50000 by default; threads, all by default; longest CIFAR file, 100000 images by default.</param>
    public static int Run(string[] args)
    {
        int Number(int at, int fallback) => args.Length > at ? int.Parse(args[at], CultureInfo.InvariantCulture) : fallback;
        var (jpegs, threads, longest) = (Number(0, 50_000), Number(1, Environment.ProcessorCount), Number(2, 100_000));
        var folder = Directory.CreateTempSubdirectory("archrepair-memory-").FullName;
        try
        {
            BorrowDrawing();
            WriteWeights(folder);
            Console.WriteLine($"ResNet-20, {threads} threads; one clean and one corrupted cell");
            var made = Stopwatch.StartNew();
            var bytes = WriteJpegs(Path.Combine(folder, "clean"), jpegs);
            LinkCell(folder);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{jpegs:#,0} JPEGs of {Side}×{Side}, {bytes >> 20} MiB, made in {made.Elapsed.TotalSeconds:0} s"));
            Measure(folder, "image folders", """{ "format": "image-folder", "path": "clean" }""", """ "corrupted": { "format": "image-folder-c", "path": "corrupted", "severities": [1] }""", 2 * jpegs, threads);
            Measure(folder, "resized, cropped", """{ "format": "image-folder", "path": "clean", "resize": 40, "crop": 32 }""", """ "corrupted": { "format": "image-folder-c", "path": "corrupted", "severities": [1], "resize": 40, "crop": 32 }""", 2 * jpegs, threads);
            foreach (var images in new[] { longest / 10, longest })
            {
                WriteCifar(Path.Combine(folder, "cifar", "test_batch.bin"), images);
                Measure(folder, $"CIFAR, {images:#,0} images", """{ "format": "cifar10", "path": "cifar" }""", """ "generate": { "corruptions": ["contrast"], "severities": [1] }""", 2 * images, threads);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    private static void Measure(string folder, string name, string test, string corrupted, int images, int threads)
    {
        File.WriteAllText(Path.Combine(folder, "archrepair.json"), $$"""
            { "model": { "architecture": "resnet20", "weights": "weights.dat", "classes": {{Classes}} }, "data": { "test": {{test}}, {{corrupted}} }, "report": { "directory": "out", "formats": [] } }
            """);
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(ToolFolder, "dotnet-archrepair.dll"), "check", "--no-cache", "--verbosity", "detailed", "--threads", $"{threads}"])
        {
            WorkingDirectory = folder,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        var peak = PeakMemory().Match(said);
        if (!peak.Success) throw new InvalidOperationException($"The check failed:\n{said}\n{output.Result}");
        using var result = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "out", "result.json")));
        var seconds = result.RootElement.GetProperty("evaluation").GetProperty("seconds").GetDouble();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-24} {images,9:#,0} answers {images / seconds,7:#,0} images/s  peak memory {peak.Groups[1].Value,5} MiB"));
    }

    private static string ToolFolder => Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "..", "..", "..", "src", "ArchRepair.Tool", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0"));

    // Programs with tensors are built without the drawing library's natives; the tool beside them has them.
    private static void BorrowDrawing() => NativeLibrary.SetDllImportResolver(typeof(SKBitmap).Assembly, (name, _, _) =>
        Directory.EnumerateFiles(ToolFolder, name + ".*", SearchOption.AllDirectories).FirstOrDefault() is { } file ? NativeLibrary.Load(file) : 0);

    private static void WriteWeights(string folder)
    {
        NativeBackend.Load(new NativeBackendOptions());
        using var model = InferenceBenchmark.Build("resnet20", null);
        model.save(Path.Combine(folder, "weights.dat"));
    }

    // Soft stripes and a little noise: files of the size of photographs' thumbnails, each another.
    private static long WriteJpegs(string folder, int count)
    {
        for (var label = 0; label < Classes; label++) Directory.CreateDirectory(Path.Combine(folder, $"{label}"));
        long bytes = 0;
        Parallel.For(0, count, i =>
        {
            using var bitmap = new SKBitmap(Side, Side, SKColorType.Rgba8888, SKAlphaType.Opaque);
            var pixels = bitmap.GetPixelSpan();
            for (var at = 0; at < pixels.Length; at++) pixels[at] = (byte)(128 + (90 * Math.Sin(((at % 256) * (i % 7 + 1) * 0.01) + ((at / 256) * (i % 11 + 1) * 0.05) + i)) + ((uint)(at * 2654435761 + i * 40503) >> 27));
            using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 85);
            File.WriteAllBytes(Path.Combine(folder, $"{i % Classes}", $"{i:D6}.jpg"), data.ToArray());
            Interlocked.Add(ref bytes, data.Size);
        });
        return bytes;
    }

    private static void LinkCell(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "corrupted", "fog"));
        Directory.CreateSymbolicLink(Path.Combine(folder, "corrupted", "fog", "1"), Path.Combine(folder, "clean"));
    }

    private static void WriteCifar(string path, int images)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = File.Create(path);
        var record = new byte[CifarRecord];
        for (var i = 0; i < images; i++)
        {
            for (var at = 1; at < record.Length; at++) record[at] = (byte)((at * (i % 13 + 1)) + i);
            record[0] = (byte)(i % Classes);
            file.Write(record);
        }
    }

    [GeneratedRegex("peak memory ([0-9]+) MiB")]
    private static partial Regex PeakMemory();
}
