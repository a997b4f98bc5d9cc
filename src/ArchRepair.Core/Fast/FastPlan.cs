using ArchRepair.Core.Gate;
using ArchRepair.Core.Results;
using ArchRepair.Core.Statistics;

namespace ArchRepair.Core.Fast;

/// <summary>Which means decide a fast check, and how sure each must be.</summary>
/// <param name="Images">Base images that every corrupted cell has.</param>
/// <param name="Cells">Corrupted cells, in the evaluation's order.</param>
/// <param name="HasBaseline">Whether there are answers to compare with; without, only floors are watched.</param>
/// <param name="Watches">The means, the one over all cells first.</param>
/// <remarks>
/// A pass needs every watch that must pass, so that each may use the whole alpha: were one of them worse than allowed, the chance that
/// all pass is at most the chance that this one does. A failure needs one watch, so that they share alpha, as the questions of the
/// ordinary gate do. Single cells are watched for failures only: to prove each of them would take nearly all images.
/// </remarks>
public sealed record FastPlan(int Images, IReadOnlyList<Cell> Cells, bool HasBaseline, IReadOnlyList<FastWatch> Watches)
{
    /// <summary>
    /// Largest share of its capital that a gambler stakes on one image. By the benchmark <c>early-stopping</c> 0.5 needs two fifths more images
    /// for an unchanged model and a fifth more for one that fell; 0.9 saves a tenth where answers differ, and nothing where none does.
    /// </summary>
    public const double Cap = 0.75;

    // A pass is proven against a drop of just more than is allowed; betting needs the two hypotheses apart by something.
    private const double Nothing = 1e-9;

    /// <param name="cells">Corrupted cells with the same base images.</param>
    /// <param name="labels">Class of each base image, in [0, classes).</param>
    /// <param name="classNames">Name of each class.</param>
    /// <param name="families">Family of a corruption, e.g. fog → weather; null for none.</param>
    /// <param name="cap">See <see cref="Cap"/>.</param>
    public static FastPlan Of(
        GatePolicy policy, IReadOnlyList<Cell> cells, ReadOnlySpan<int> labels, Func<int, string> classNames, bool hasBaseline,
        Func<string, string?> families, double cap = Cap)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(cells);
        ArgumentNullException.ThrowIfNull(classNames);
        ArgumentNullException.ThrowIfNull(families);
        var images = labels.Length;
        List<Draft> drafts = [];
        if (hasBaseline)
        {
            drafts.Add(new Draft(FastQuestion.Mean, "mean", All(cells), null, images, policy.MaxDrop, MustPass: true));
            drafts.AddRange(Groups(policy, cells, images, families));
            drafts.AddRange(Singles(policy, cells, images, families));
            drafts.AddRange(Classes(policy, cells, labels, classNames));
        }

        if (policy.MinCorruptedAccuracy is { } floor) drafts.Add(new Draft(FastQuestion.Floor, "floor", All(cells), null, images, floor, MustPass: true));
        var alpha = GateAlpha.OfQuestion(policy, hasClean: true, hasCorrupted: hasBaseline, drafts.Exists(draft => draft.Question == FastQuestion.Class));
        return new FastPlan(images, cells, hasBaseline, [.. drafts.Select(draft => draft.Watch(policy.Alpha, alpha / Sharing(drafts, draft), cap))]);
    }

    private static int[] All(IReadOnlyList<Cell> cells) => [.. Enumerable.Range(0, cells.Count)];

    private static int[] Where(IReadOnlyList<Cell> cells, Func<Cell, bool> isMember) => [.. All(cells).Where(i => isMember(cells[i]))];

    // Families, and what an override names, as means of their own.
    private static IEnumerable<Draft> Groups(GatePolicy policy, IReadOnlyList<Cell> cells, int images, Func<string, string?> families)
    {
        string FamilyOf(Cell cell) => families(cell.Corruption) ?? cell.Corruption;
        string[] names = [.. cells.Select(FamilyOf).Distinct(StringComparer.Ordinal)];
        foreach (var name in names)
            yield return Group(name, cell => FamilyOf(cell) == name, policy.Overrides?.GetValueOrDefault(name)?.MaxCellDrop ?? policy.MaxCellDrop);
        foreach (var (key, own) in (policy.Overrides ?? new Dictionary<string, GateOverride>()).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (own.MaxCellDrop is not { } allowed || names.Contains(key)) continue;
            if (cells.Any(cell => cell.Corruption == key)) yield return Group(key, cell => cell.Corruption == key, allowed);
            else if (cells.Any(cell => GateOverride.KeyOfSeverity(cell.Severity) == key)) yield return Group(key, cell => GateOverride.KeyOfSeverity(cell.Severity) == key, allowed);
        }

        Draft Group(string name, Func<Cell, bool> isMember, double allowed) =>
            new(FastQuestion.Group, name, Where(cells, isMember), null, images, allowed, MustPass: true);
    }

    // A cell must pass by itself where it has an override of its own, or where a gain is demanded of it.
    private static IEnumerable<Draft> Singles(GatePolicy policy, IReadOnlyList<Cell> cells, int images, Func<string, string?> families) =>
        cells.Select((cell, i) =>
        {
            var allowed = AllowedDrops.OfCell(policy, cell, families);
            var mustPass = allowed < 0 || (policy.Overrides?.ContainsKey(cell.ToString()) ?? false);
            return new Draft(FastQuestion.Cell, cell.ToString(), [i], null, images, allowed, mustPass);
        });

    private static List<Draft> Classes(GatePolicy policy, IReadOnlyList<Cell> cells, ReadOnlySpan<int> labels, Func<int, string> classNames)
    {
        var counts = new SortedDictionary<int, int>();
        foreach (var label in labels) counts[label] = counts.GetValueOrDefault(label) + 1;
        return [.. counts
            .Where(pair => AllowedDrops.OfClass(policy, classNames(pair.Key)) is not null)
            .Select(pair => new Draft(FastQuestion.Class, classNames(pair.Key), All(cells), pair.Key, pair.Value, AllowedDrops.OfClass(policy, classNames(pair.Key))!.Value, MustPass: true))];
    }

    // Groups and single cells answer one question of the ordinary gate, and so do all classes.
    private static int Sharing(List<Draft> drafts, Draft one) => drafts.Count(other => Kind(other) == Kind(one));

    private static FastQuestion Kind(Draft draft) => draft.Question == FastQuestion.Group ? FastQuestion.Cell : draft.Question;

    private sealed record Draft(FastQuestion Question, string Name, IReadOnlyList<int> Cells, int? Class, int Images, double Allowed, bool MustPass)
    {
        // Failure disproves "did not fall" (or "reached the gain, the floor"); a pass disproves "fell by all that is allowed".
        public FastWatch Watch(double passAlpha, double failAlpha, double cap)
        {
            var target = Question == FastQuestion.Floor ? Allowed : Math.Max(0, -Allowed);
            var tolerance = Question == FastQuestion.Floor ? Nothing : Math.Max(Nothing, Allowed);
            return new FastWatch(
                Question, Name, Cells, Class, Allowed, MustPass, passAlpha, failAlpha,
                new BettingRules(Images, Math.Min(passAlpha, failAlpha), Math.Min(tolerance, 1 - Nothing), Math.Min(target, 1 - Nothing), cap));
        }
    }
}
