using System.Globalization;
using ArchRepair.Core.Settings;
using ArchRepair.Engine.Evaluation;
using ArchRepair.Engine.Loading;
using ArchRepair.Engine.Localization;
using ArchRepair.Engine.Native;

namespace ArchRepair.Benchmarks;

/// <summary>
/// Injected faults: damages every block of a healthy real model in five ways and three strengths, and counts how often each
/// ranking finds the block. Usage: <c>localization DATA [resnet20|resnet56] [clean|cells] [seeds=3] [every=1] [threads=2] [none|fgsm|pgd]</c>;
/// <c>every</c> takes one block in so many, the last word adds rankings with adversarial counterparts where failures are few.
/// </summary>
internal sealed class LocalizationBenchmark : IDisposable
{
    private const int Passes = 100;

    private static readonly int[] Sizes = [100, 30, 10, 3];

    private static readonly Dictionary<string, string> WeightFiles = new(StringComparer.Ordinal)
    {
        ["resnet20"] = "resnet20-12fca82f.th",
        ["resnet56"] = "resnet56-4bfd9763.th",
    };

    private readonly LoadedModel loaded;
    private readonly TestSet images;
    private readonly IReadOnlyList<CellImages> cells;
    private readonly Engine.Models.Normalization normalization = Engine.Models.Normalization.ImageNet;
    private readonly AdversarialMethod adversarial;
    private readonly LocalizationTally tally = new();
    private int faults;

    private LocalizationBenchmark(string data, string architecture, bool isClean, AdversarialMethod adversarial)
    {
        this.adversarial = adversarial;
        images = TestSet.Open(
            new DataSettings(
                new ImageSetSource("cifar10", Path.Combine(data, "cifar10")),
                new CorruptedSource("cifar-c", Path.Combine(data, "cifar10-c"), [], [1, 2, 3, 4, 5]), null),
            seed: 1);
        cells = [.. images.Cells.Where(cell => cell.Cell.IsClean == isClean)];
        loaded = ModelLoader.Load(
            new ModelSettings(architecture, Path.Combine(data, "models", WeightFiles[architecture]), images.Clean.ClassNames, Core.Settings.Normalization.ImageNet),
            32, images.Clean.ClassNames);
    }

    public static int Run(string[] args)
    {
        if (args.Length < 1)
        {
            Console.Error.WriteLine("usage: localization DATA [resnet20|resnet56] [clean|cells] [seeds=3] [every=1] [threads=2] [none|fgsm|pgd]");
            return 2;
        }
        string Argument(int index, string usual) => args.Length > index ? args[index] : usual;
        int Number(int index, int usual) => int.Parse(Argument(index, usual.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);
        NativeBackend.Load(new NativeBackendOptions { Threads = Number(5, 2) });
        using var benchmark = new LocalizationBenchmark(
            args[0], Argument(1, "resnet20"), Argument(2, "cells") == "clean",
            Enum.Parse<AdversarialMethod>(Argument(6, "none"), ignoreCase: true));
        benchmark.Measure(Number(3, 3), Number(4, 1));
        return 0;
    }

    public void Dispose()
    {
        loaded.Dispose();
        images.Dispose();
    }

    private void Measure(int seeds, int every)
    {
        using var finder = new LocalizationFaultFinder(loaded.Network, normalization, ImageSets.ReadAll(images.Clean, 400));
        for (var seed = 1; seed <= seeds; seed++)
        {
            foreach (var block in loaded.Network.Blocks.Where(block => block.IsReplaceable && block.Index % every == 0))
            {
                foreach (var kind in Enum.GetValues<LocalizationFaultKind>())
                    foreach (var (fault, _) in finder.Find(block.Index, kind, (ulong)seed)) Measure(fault);
                Console.Error.WriteLine($"seed {seed}, {block.Path}: {faults} faults so far");
            }
            // After each seed, so that a run that is ended early has said something.
            Write(Console.Out, seed);
        }
    }

    private void Measure(LocalizationFault fault)
    {
        using var damage = fault.Inject(loaded.Network);
        using var predictor = PredictorFactory.Create(loaded.Network, normalization, new PredictorOptions { Exact = true, Threads = 2 });
        var all = ExampleSelector.Select(
            cells, images.Labels, 32, 32, predictor, new ExampleRequest(Sizes[0], Passes, "test images", fault.Seed), CancellationToken.None);
        if (all.Failures < Sizes[0]) return;
        faults++;
        foreach (var size in Sizes)
        {
            var examples = WithFailures(all, size);
            Tally(fault, size, examples, AdversarialMethod.None, [.. LocalizationContender.Main, .. LocalizationContender.Options]);
            if (adversarial != AdversarialMethod.None) Tally(fault, size, examples, adversarial, LocalizationContender.Main);
        }
    }

    private void Tally(
        LocalizationFault fault, int size, LocalizationExamples examples, AdversarialMethod method, IReadOnlyList<LocalizationContender> contenders)
    {
        var options = new LocalizationOptions { Adversarial = new AdversarialOptions(method), BatchSize = 50 };
        var batches = new ExampleBatches(loaded.Network, normalization, examples, options);
        batches.AddCounterparts(CancellationToken.None);
        var folds = new ExampleFolds(examples.Failures + batches.Counterparts, examples.Passes);
        using var collector = new EvidenceCollector(loaded.Network, NeuronLayout.Of(loaded.Network, LocalizationLevel.Block), folds, options);
        var evidence = collector.Collect(batches.Read, (_, _) => { }, CancellationToken.None);
        foreach (var contender in contenders)
        {
            var scores = contender.Scores(evidence, collector.Activity, (fault.Seed * 7919) + (ulong)faults);
            tally.Add(NameOf(contender, method), size, fault.Kind, LocalizationContender.PlaceOf(scores, fault.Block));
        }
    }

    private static string NameOf(LocalizationContender contender, AdversarialMethod method) =>
        method == AdversarialMethod.None ? contender.Name : $"{contender.Name}, with {method} counterparts";

    /// <summary>The first failures, drawn over all cells, and all passes.</summary>
    private static LocalizationExamples WithFailures(LocalizationExamples all, int failures) => all with
    {
        Images = (byte[])[.. all.Images.Span[..(failures * all.ImageBytes)], .. all.Images.Span[(all.Failures * all.ImageBytes)..]],
        Labels = [.. all.Labels.Take(failures), .. all.Labels.Skip(all.Failures)],
        Failures = failures,
    };

    private void Write(TextWriter output, int seeds)
    {
        output.WriteLine($"{loaded.Identity.Architecture}, {seeds} seeds, {faults} faults, {cells.Count} cells, {Passes} passes; shares in percent");
        output.WriteLine();
        tally.WriteTable(output, LocalizationContender.Main.Select(contender => contender.Name), Sizes);
        output.WriteLine();
        tally.WriteKinds(output, LocalizationContender.Main.Select(contender => contender.Name), Sizes[0]);
        output.WriteLine();
        tally.WriteTable(output, LocalizationContender.Options.Select(contender => contender.Name), Sizes);
        if (adversarial != AdversarialMethod.None)
        {
            output.WriteLine();
            tally.WriteTable(output, LocalizationContender.Main.Select(contender => NameOf(contender, adversarial)), Sizes);
        }
        output.WriteLine();
    }
}
