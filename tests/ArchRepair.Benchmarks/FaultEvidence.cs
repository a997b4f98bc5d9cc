using ArchRepair.Engine.Localization;

namespace ArchRepair.Benchmarks;

/// <summary>What the examples say about one damaged network, for several numbers of failures; enough for every ranking.</summary>
/// <param name="Fault">The damage.</param>
/// <param name="Cost">What it costs on clean images, as a share of them.</param>
/// <param name="Evidence">Failures in parts: the first few, the next, and so on.</param>
/// <param name="Gradients">[sizes][J]: relative gradients of the first parts together, from one part to all.</param>
internal sealed record FaultEvidence(LocalizationFault Fault, double Cost, NeuronEvidence Evidence, IReadOnlyList<double[]> Gradients)
{
    /// <summary>Evidence of the first parts alone, and how often each fold counts then.</summary>
    public (NeuronEvidence Evidence, double[] Weights) OfParts(int parts) =>
        (Evidence with { Gradients = Gradients[parts - 1] }, Evidence.Folds.WeightsOf(0, parts));

    /// <summary>Appends this to a file: collecting takes hours, comparing rankings seconds.</summary>
    public void Append(string path)
    {
        using var writer = new BinaryWriter(new FileStream(path, FileMode.Append));
        writer.Write(Fault.Block);
        writer.Write((int)Fault.Kind);
        writer.Write(Fault.Strength);
        writer.Write(Fault.Seed);
        writer.Write(Cost);
        writer.Write(Evidence.Folds.Passes);
        writer.Write(Evidence.Folds.Parts.Count);
        foreach (var part in Evidence.Folds.Parts) writer.Write(part);
        foreach (var active in Evidence.Active) writer.Write((short)active);
        foreach (var moments in new[] { Evidence.Activity, Evidence.Drift })
        {
            foreach (var sum in moments.Sums) writer.Write((float)sum);
            foreach (var square in moments.Squares) writer.Write((float)square);
        }
        foreach (var count in Evidence.DriftCounts) writer.Write(count);
        foreach (var gradient in Gradients.SelectMany(gradients => gradients)) writer.Write(gradient);
    }

    /// <summary>Everything that was appended to a file, for a network of that layout.</summary>
    public static IEnumerable<FaultEvidence> Read(string path, NeuronLayout layout)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        while (reader.BaseStream.Position < reader.BaseStream.Length)
        {
            var (block, kind, strength, seed) = (reader.ReadInt32(), (LocalizationFaultKind)reader.ReadInt32(), reader.ReadDouble(), reader.ReadUInt64());
            var (cost, passes) = (reader.ReadDouble(), reader.ReadInt32());
            int[] parts = [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => reader.ReadInt32())];
            var folds = ExampleFolds.InParts(parts, passes);
            var active = Table(folds, layout, reader.ReadInt16);
            var activity = new FoldMoments(Table(folds, layout, () => (double)reader.ReadSingle()), Table(folds, layout, () => (double)reader.ReadSingle()));
            var drift = new FoldMoments(Table(folds, layout, () => (double)reader.ReadSingle()), Table(folds, layout, () => (double)reader.ReadSingle()));
            double[] Row() => [.. Enumerable.Range(0, layout.Neurons).Select(_ => reader.ReadDouble())];
            var counts = Row();
            double[][] gradients = [.. parts.Select(_ => Row())];
            var whole = new int[folds.Count, layout.Neurons];
            for (var fold = 0; fold < folds.Count; fold++)
                for (var j = 0; j < layout.Neurons; j++) whole[fold, j] = active[fold, j];
            yield return new FaultEvidence(
                new LocalizationFault(block, kind, strength, seed), cost,
                new NeuronEvidence(layout, folds, whole, activity, drift, counts, gradients[^1]), gradients);
        }
    }

    private static T[,] Table<T>(ExampleFolds folds, NeuronLayout layout, Func<T> read)
    {
        var table = new T[folds.Count, layout.Neurons];
        for (var fold = 0; fold < folds.Count; fold++)
            for (var j = 0; j < layout.Neurons; j++) table[fold, j] = read();
        return table;
    }
}
