using System.Diagnostics;
using System.Globalization;

namespace ArchRepair.Benchmarks;

/// <summary>
/// Images per second of the evaluator against a plain TorchSharp loop as TorchSharp comes, and against PyTorch eager: each in a
/// process of its own, in turns of some seconds, so that other work on the machine disturbs all alike. "bound" is what a direct
/// convolution in float32 could reach at most on this processor. Options: data folder (with
/// <c>cifar10-c</c>), architecture, threads, rounds, weights file (random weights without one), a Python with PyTorch.
/// </summary>
internal static class SpeedBenchmark
{
    private sealed record Contender(string Name, Process Process)
    {
        public List<double> Wall { get; } = [];

        public List<double> Processor { get; } = [];

        public string Form { get; } = Process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"'{Name}' died at its start.");

        public void Turn(bool counts)
        {
            Process.StandardInput.WriteLine();
            Process.StandardInput.Flush();
            var answer = (Process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"'{Name}' died.")).Split(' ');
            var (images, seconds, processor) = (Number(answer[0]), Number(answer[1]), Number(answer[2]));
            if (!counts) return;
            Wall.Add(images / seconds);
            Processor.Add(images / processor);
        }
    }

    public static int Run(string[] args)
    {
        var images = Path.Combine(args[0], "cifar10-c");
        var architecture = args.ElementAtOrDefault(1) ?? "resnet20";
        var threads = args.ElementAtOrDefault(2) ?? Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture);
        var rounds = int.Parse(args.ElementAtOrDefault(3) ?? "7", CultureInfo.InvariantCulture);
        var weights = args.ElementAtOrDefault(4) ?? "";
        var python = args.ElementAtOrDefault(5) ?? "/usr/bin/python3";
        List<Contender> contenders = [];
        try
        {
            foreach (var name in new[] { "plain", "float", "screen", "bound" })
                contenders.Add(new Contender(name, Start(Environment.ProcessPath!, [typeof(SpeedBenchmark).Assembly.Location, "speed-server", name, architecture, threads, weights, images])));
            if (HasPyTorch(python))
                contenders.Add(new Contender("PyTorch eager", Start(python, [Path.Combine(AppContext.BaseDirectory, "eager.py"), architecture, threads])));
            else Console.WriteLine($"{python} has no PyTorch: that comparison is left out.");
            for (var round = -1; round < rounds; round++)
                foreach (var contender in contenders) contender.Turn(counts: round >= 0);
            Print(contenders, architecture, threads, rounds);
            return 0;
        }
        finally
        {
            foreach (var contender in contenders) contender.Process.Kill(entireProcessTree: true);
        }
    }

    private static void Print(List<Contender> contenders, string architecture, string threads, int rounds)
    {
        Console.WriteLine($"{architecture}, {threads} threads, median of {rounds} rounds; × of the plain loop by wall time (by processor time); × of PyTorch by wall time");
        var (plain, pyTorch) = (contenders[0], contenders.Find(contender => contender.Name == "PyTorch eager"));
        foreach (var contender in contenders)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{contender.Name,-14} {Median(contender.Wall),9:f0} images/s  ×{Ratio(contender.Wall, plain.Wall):f2} (×{Ratio(contender.Processor, plain.Processor):f2})  {(pyTorch is null ? "" : $"×{Ratio(contender.Wall, pyTorch.Wall):f2}")}   {contender.Form}"));
        }
    }

    // Of the same round: what disturbed one disturbed the other.
    private static double Ratio(List<double> values, List<double> reference) => Median([.. values.Zip(reference, (value, other) => value / other)]);

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static bool HasPyTorch(string python)
    {
        if (!File.Exists(python)) return false;
        using var probe = Start(python, ["-c", "import torch; print(torch.__version__)"]);
        return probe.StandardOutput.ReadLine() is not null;
    }

    private static Process Start(string file, string[] arguments)
    {
        var isHost = Path.GetFileNameWithoutExtension(file) == "dotnet" || arguments[0].EndsWith(".py", StringComparison.Ordinal) || arguments[0] == "-c";
        return Process.Start(new ProcessStartInfo(file, isHost ? arguments : arguments[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true })
            ?? throw new InvalidOperationException($"'{file}' does not start.");
    }
}
