using ArchRepair.Core.Gate;
using ArchRepair.Core.Results;

namespace ArchRepair.Reporting.Tests.Samples;

/// <summary>Finished results as a check leaves them: made by the real comparison and the real gate on imagined evaluations.</summary>
internal static class SampleResults
{
    private static readonly GatePolicy Policy = new(Overrides: new Dictionary<string, GateOverride> { ["fog"] = new(0.05) });

    private static readonly Genotype Repaired = new("resnet20",
    [
        new BlockGenotype("layer1.0",
        [
            new GenotypeEdge(0, 1, "separable3x3", 0.61), new GenotypeEdge(0, 2, "blur-pool3x3", 0.34), new GenotypeEdge(1, 2, "squeeze-excitation", 0.48),
        ]),
    ]);

    private static Evaluation Healthy => SampleEvaluations.Of(SampleEvaluations.Model("models/resnet20.th", 'a'), _ => 0, 1);

    private static Evaluation Damaged => SampleEvaluations.Of(SampleEvaluations.Model("models/resnet20.damaged.th", 'b'), Weakness, 2);

    /// <summary>A failed gate, a ranking, and a repair that was accepted.</summary>
    public static CheckResult Accepted => WithRepair(Failed, Healthy,
        SampleEvaluations.Of(SampleEvaluations.Model("models/resnet20.repaired.safetensors", 'c', Repaired), cell => cell.IsClean ? -0.004 : -0.05, 3));

    /// <summary>A failed gate whose repair did not pass it.</summary>
    public static CheckResult RolledBack => WithRepair(Failed, Healthy,
        SampleEvaluations.Of(SampleEvaluations.Model("artifacts/archrepair/repair/candidate.safetensors", 'd', Repaired), cell => Weakness(cell) * 0.8, 4));

    /// <summary>A failed gate without a repair.</summary>
    public static CheckResult Failed => Checked(Damaged, Healthy);

    public static CheckResult Passed => Checked(SampleEvaluations.Of(SampleEvaluations.Model("models/resnet20.th", 'e'), cell => cell.IsClean ? 0 : -0.002, 5), Healthy);

    /// <summary>Somewhat weaker everywhere, within what the gate allows.</summary>
    public static CheckResult Warned => Checked(SampleEvaluations.Of(SampleEvaluations.Model("models/resnet20.pruned.th", 'f'), cell => cell.IsClean ? 0 : 0.0045, 6), Healthy);

    /// <summary>The baseline's own weights.</summary>
    public static CheckResult Unchanged => Checked(Healthy, Healthy);

    /// <summary>Measured on other pixels than the baseline.</summary>
    public static CheckResult Inconclusive
    {
        get
        {
            var other = Damaged with { Cells = [.. Damaged.Cells.Select(outcome => outcome with { PixelsHash = "ffffffffffffffffffffffffffffffff" })] };
            Finding[] obstacles = [.. Comparer.Differences(Healthy, other).Take(3).Select(text => new Finding("AR0302", FindingSeverity.Undecided, $"The baseline was recorded on other data: {text}"))];
            return Checked(other, Healthy) with { Comparison = null, Verdict = GateKeeper.Decide(other, null, Policy, obstacles, CorruptionNames.FamilyOf) };
        }
    }

    public static CheckResult NoBaseline => Checked(Damaged, null);

    /// <summary>Every sample under the name of its golden files.</summary>
    public static IReadOnlyList<(string Name, CheckResult Result)> All =>
    [
        ("accepted", Accepted), ("rolled-back", RolledBack), ("failed", Failed), ("passed", Passed), ("warned", Warned), ("unchanged", Unchanged), ("inconclusive", Inconclusive), ("no-baseline", NoBaseline),
    ];

    public static IEnumerable<TestFixtureData> Fixtures => All.Select(sample => new TestFixtureData(sample.Name));

    /// <summary>A finished check of one evaluation against another, or against nothing.</summary>
    public static CheckResult Checked(Evaluation evaluation, Evaluation? baseline)
    {
        var comparison = baseline is null || Comparer.Differences(baseline, evaluation).Count > 0 ? null : Comparer.Compare(baseline, evaluation, 1 - Policy.Alpha);
        var verdict = GateKeeper.Decide(evaluation, comparison, Policy, [], CorruptionNames.FamilyOf);
        var reference = baseline is null ? null : new BaselineReference(
            "archrepair.baseline.json", baseline.Model.WeightsSha256, new DateTimeOffset(2026, 3, 1, 9, 30, 0, TimeSpan.FromHours(2)),
            baseline.Clean!.Accuracy, baseline.MeanCorruptedAccuracy);
        var newlyFailed = comparison is null || verdict.Outcome == Outcome.Passed ? null : Pictures(baseline!, evaluation);
        var ranking = verdict.Outcome == Outcome.Regressed ? Ranking([.. verdict.FailedCells]) : null;
        return new CheckResult(
            CheckResult.CurrentSchema, $"resnet20 · {Path.GetFileName(evaluation.Model.Weights)}", evaluation, reference, comparison, Policy, verdict, ranking, null, Provenance, newlyFailed);
    }

    private static NewlyFailed Pictures(Evaluation baseline, Evaluation evaluation)
    {
        var images = NewlyFailedChoice.Of(baseline, evaluation, 24);
        return new NewlyFailed(images, evaluation.Cells.Sum(after => baseline.Find(after.Cell)!.Correct.AndNotCount(after.Correct)), 4, 4, 8, SamplePng.Of(32, 12));
    }

    private static Provenance Provenance => new(
        "dotnet archrepair check archrepair.json --seed 42 --threads 4", "0.1.0", "archrepair.json", new string('f', 64),
        "libtorch 2.10.0 (AVX512), TorchSharp 0.107.0", "cpu", 4, 42, "Debian GNU/Linux 12 (bookworm)",
        new DateTimeOffset(2026, 3, 4, 17, 5, 9, TimeSpan.FromHours(-5)),
        new Dictionary<string, double> { ["evaluate"] = 21.43, ["localize"] = 9.87, ["repair"] = 412.2, ["verify"] = 22.01 });

    private static double Weakness(Cell cell) => cell.IsClean ? 0.02 : CorruptionNames.FamilyOf(cell.Corruption) switch
    {
        "noise" => 0.09 + 0.02 * cell.Severity,
        "blur" => 0.04 + 0.01 * cell.Severity,
        "weather" => 0.02,
        _ => 0.01 * cell.Severity,
    };

    private static readonly string[] Deep =
        ["stem", "layer1.0", "layer1.1", "layer1.2", "layer2.0", "layer2.1", "layer2.2", "layer3.0", "layer3.1", "layer3.2"];

    private static BlockRanking Ranking(IReadOnlyList<Cell> cells)
    {
        string[] paths = ["layer1.0", "stem", "layer1.1", "layer2.0", "layer1.2", "layer2.1", "layer3.0", "layer2.2", "layer3.1", "layer3.2"];
        var total = paths.Index().Sum(path => 1 / (1 + 0.35 * path.Index));
        BlockScore[] blocks =
        [
            .. paths.Select((path, i) => new BlockScore(
                path, 1 / (1 + 0.35 * i) / total, 0.58 - 0.031 * i, 0.83 - 0.052 * i, 0.34 / (1 + i), path == "stem" ? 16 : 32 << (i / 4),
                new Interval(0.87 / (1 + 0.35 * i) / total, 1.15 / (1 + 0.35 * i) / total), path != "stem", Array.IndexOf(Deep, path))),
        ];
        CorruptionScores[] corruptions =
        [
            new("gaussian_noise", 61, [.. paths.Select((_, i) => 0.4 / (1 + i))]),
            new("shot_noise", 39, [.. paths.Select((path, _) => path == "stem" ? 0.55 : 0.05)]),
        ];
        return new BlockRanking(
            blocks, 100, 300, 24, "Ochiai, threshold per-neuron mean, gradient weight 0.5, lift among the top 10 % of neurons",
            "training images 10000 to 10399, corrupted as the failing cells", cells, true, 9.87, corruptions);
    }

    /// <summary>A finished check with a repair whose candidate was compared with the baseline and with the checked model.</summary>
    public static CheckResult WithRepair(CheckResult check, Evaluation baseline, Evaluation candidate)
    {
        var level = 1 - Policy.Alpha;
        var againstBaseline = Comparer.Compare(baseline, candidate, level);
        var verdict = GateKeeper.Decide(candidate, againstBaseline, Policy, [], CorruptionNames.FamilyOf);
        var record = new RepairRecord(
            "archrepair", ["layer1.0"], Repaired, "artifacts/archrepair/repair/candidate.safetensors", ["gaussian_noise", "shot_noise", "impulse_noise"],
            "half clean, half one of noise, blur, contrast, brightness; crop and flip", 16_000, 4_000,
            new RepairCost(269_722, 274_346, 40_551_040, 43_205_120, 9_232, 412.2), Curve(), [], "finished",
            ["The relaxed block starts at the original function: largest logit difference 0.", "Operations were chosen by removal, not by weight.", "BatchNorm statistics outside the block were kept."]);
        return check with
        {
            Repair = new RepairOutcome(record, candidate, Comparer.Compare(check.Evaluation, candidate, level), againstBaseline, verdict, verdict.LetsPass,
                verdict.LetsPass ? "models/resnet20.repaired.safetensors" : null),
        };
    }

    private static CurvePoint[] Curve()
    {
        var random = new SplitMix(13);
        string[] phases = ["warm-up", "search", "fine-tune"];
        return
        [
            .. Enumerable.Range(0, 120).Select(i => new CurvePoint(
                phases[i / 40], i * 10, 3.4 * i, 1.9 * Math.Exp(-i / 45.0) + 0.55 + 0.08 * random.Share(), i % 5 == 0 ? 0.78 - 0.22 * Math.Exp(-i / 40.0) : null)),
        ];
    }
}
