using ArchRepair.Core.Results;
using ArchRepair.Core.Sharding;

using CsCheck;

namespace ArchRepair.Core.Tests.Sharding;

[TestFixture]
public sealed class ShardPlanTests
{
    private static readonly Dictionary<string, double> NoCosts = [];

    [Test]
    public void Every_image_of_every_cell_is_in_exactly_one_shard() =>
        Gen.Select(Gen.Int[0, 5000].Array[1, 30], Gen.Int[1, 40], Gen.Double[0, 3].Array[30]).Sample((images, total, costs) =>
        {
            var cells = images.Select((count, i) => (new Cell($"c{i}", 1), count)).ToArray();
            var plan = ShardPlan.Of(cells, total, cells.Select((cell, i) => (cell.Item1, costs[i])).ToDictionary(pair => pair.Item1.ToString(), pair => pair.Item2));

            var all = plan.Shards.SelectMany(shard => shard).ToLookup(range => range.Cell);
            return plan.Shards.Count == total && cells.All(cell =>
            {
                var next = 0;
                foreach (var range in all[cell.Item1].OrderBy(range => range.Start))
                {
                    if (range.Start != next || range.Count < 1 || range.Start % CellPart.Piece != 0 || range.Images != cell.count) return false;
                    next += range.Count;
                }

                return next == cell.count;
            });
        });

    [Test]
    public void Shards_are_within_a_quarter_of_the_fair_share_when_costs_differ_tenfold()
    {
        var cells = Enumerable.Range(0, 75).Select(i => (new Cell($"c{i}", 1), 10_000)).ToArray();
        var costs = cells.Select((cell, i) => (cell, cost: i % 15 == 0 ? 10.0 : 1.0)).ToDictionary(pair => pair.cell.Item1.ToString(), pair => pair.cost);

        var plan = ShardPlan.Of(cells, 4, costs);

        var loads = plan.Shards.Select(shard => shard.Sum(range => range.Count * costs[range.Cell.ToString()])).ToArray();
        Assert.That(loads.Max(), Is.LessThan(1.05 * loads.Average()));
    }

    [Test]
    public void The_same_question_has_the_same_plan_and_another_has_another_hash()
    {
        (Cell, int)[] cells = [(new Cell("fog", 1), 1000), (new Cell("fog", 2), 1000)];

        var hash = ShardPlan.Of(cells, 3, NoCosts).Hash;

        Assert.That(ShardPlan.Of([.. cells], 3, new Dictionary<string, double>()).Hash, Is.EqualTo(hash));
        Assert.That(ShardPlan.Of(cells, 2, NoCosts).Hash, Is.Not.EqualTo(hash));
        Assert.That(ShardPlan.Of(cells, 3, new Dictionary<string, double> { ["fog/1"] = 3, ["fog/2"] = 1 }).Hash, Is.Not.EqualTo(hash));
    }

    [Test]
    public void More_shards_than_pieces_leave_the_last_ones_empty()
    {
        var plan = ShardPlan.Of([(new Cell("fog", 1), 200)], 5, NoCosts);

        Assert.That(plan.Shards.Select(shard => shard.Count), Is.EqualTo(new[] { 1, 1, 0, 0, 0 }));
    }

    [TestCase(0, 4)]
    [TestCase(5, 4)]
    [TestCase(1, 0)]
    [TestCase(1, 10_001)]
    public void An_index_outside_its_total_is_a_problem(int index, int total) => Assert.That(new ShardSpec(index, total).Problems(), Is.Not.Empty);
}
