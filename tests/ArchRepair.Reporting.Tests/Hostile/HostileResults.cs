using ArchRepair.Core.Gate;
using ArchRepair.Core.Results;
using ArchRepair.Reporting.Tests.Samples;

namespace ArchRepair.Reporting.Tests.Hostile;

/// <summary>A small finished result in which one text stands wherever a text from outside can stand.</summary>
internal static class HostileResults
{
    private static readonly CheckResult Sample = Small();

    public static CheckResult With(string text)
    {
        var evaluation = With(Sample.Evaluation, text);
        var repair = Sample.Repair!;
        Finding[] findings =
        [
            .. Sample.Verdict.Findings.Select(finding => finding with { Cell = With(finding.Cell, text) }),
            new(text, FindingSeverity.Failure, text), new(text, FindingSeverity.Warning, text), new(text, FindingSeverity.Undecided, text),
        ];
        return Sample with
        {
            Name = text,
            Evaluation = evaluation,
            Baseline = Sample.Baseline! with { File = text, WeightsSha256 = text },
            Comparison = With(Sample.Comparison!, text),
            Verdict = Sample.Verdict with { Findings = findings },
            Ranking = Sample.Ranking! with
            {
                Blocks = [.. Sample.Ranking!.Blocks.Select(block => block with { Path = text })],
                Method = text,
                Note = text,
                Examples = text,
            },
            Repair = repair with
            {
                Record = With(repair.Record, text),
                Evaluation = With(repair.Evaluation, text),
                AgainstOriginal = With(repair.AgainstOriginal, text),
                AgainstBaseline = With(repair.AgainstBaseline!, text),
                Verdict = new Verdict(repair.Verdict.Outcome, [new(text, FindingSeverity.Warning, text)]),
                Output = text,
            },
            Provenance = new Provenance(text, text, text, text, text, text, 4, 42, text, Sample.Provenance.StartedAt, new Dictionary<string, double> { [text] = 1 }),
            NewlyFailed = Sample.NewlyFailed! with { Images = [.. Sample.NewlyFailed!.Images.Select(image => image with { Cell = With(image.Cell, text)! })] },
        };
    }

    private static CheckResult Small()
    {
        string[] corruptions = ["gaussian_noise", "frost", "fog"];
        Evaluation Of(char digit, Func<Cell, double> weakness, ulong seed) =>
            SampleEvaluations.Of(SampleEvaluations.Model("w", digit), weakness, seed, 60, 80, corruptions);
        var healthy = Of('a', _ => 0, 1);
        var damaged = Of('b', _ => 0.4, 2);
        return SampleResults.WithRepair(SampleResults.Checked(damaged, healthy), healthy, Of('c', _ => -0.02, 3));
    }

    private static Evaluation With(Evaluation evaluation, string text) => evaluation with
    {
        Model = evaluation.Model with { Architecture = text, Weights = text, WeightsSha256 = text, Classes = [.. evaluation.Model.Classes.Select(_ => text)] },
        Data = new DataIdentity(text, text, text, text, [text + "?"]),
        Cells = [.. evaluation.Cells.Select(outcome => outcome with { Cell = With(outcome.Cell, text)!, PixelsHash = text })],
    };

    // One corruption of the three is the user's own, and its name is the text.
    private static Cell? With(Cell? cell, string text) => cell is { Corruption: "gaussian_noise" } ? cell with { Corruption = text } : cell;

    private static Comparison With(Comparison comparison, string text) =>
        comparison with { Cells = [.. comparison.Cells.Select(cell => cell with { Cell = With(cell.Cell, text)! })] };

    private static RepairRecord With(RepairRecord record, string text) => record with
    {
        Strategy = text,
        Blocks = [text],
        Candidate = text,
        SeenCorruptions = [text],
        Augmentation = text,
        StopReason = text,
        Notes = [text, text],
        Genotype = new Genotype(text, [new BlockGenotype(text, [new GenotypeEdge(0, 2, text, 0.5), new GenotypeEdge(2, 900_000_000, text, 0.25)])]),
        Curve = [.. record.Curve.Select(point => point with { Phase = text })],
    };
}
