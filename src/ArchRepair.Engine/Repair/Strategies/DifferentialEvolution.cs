using ArchRepair.Engine.Repair.Data;

namespace ArchRepair.Engine.Repair.Strategies;

/// <summary>
/// Differential evolution, best/1/bin (Storn and Price 1997, doi 10.1023/A:1008202821328): a child is best + F·(a − b), crossed with
/// its parent, and takes its place when it is at least as fit.
/// </summary>
internal sealed class DifferentialEvolution
{
    public const int Population = 100;
    public const double CrossoverRate = 0.7;
    public const double LeastFactor = 0.5;
    private const ulong Purpose = 0xDE;

    private readonly Func<double[], double> fitness;
    private readonly double[][] members;
    private readonly double[] worth;
    private CounterRandom random;
    private int next;
    private int known;

    /// <param name="start">The first member.</param>
    /// <param name="spread">Deviation around it of the others, in each dimension.</param>
    /// <param name="seed">Of all draws.</param>
    /// <param name="fitness">To be made large.</param>
    public DifferentialEvolution(double[] start, double[] spread, ulong seed, Func<double[], double> fitness)
    {
        this.fitness = fitness;
        random = new CounterRandom(seed, Purpose, 0);
        members = new double[Population][];
        members[0] = [.. start];
        for (var member = 1; member < Population; member++)
        {
            members[member] = new double[start.Length];
            for (var i = 0; i < start.Length; i++) members[member][i] = start[i] + (spread[i] * random.NormalPair().First);
        }
        worth = new double[Population];
        worth[0] = fitness(members[0]);
        (StartFitness, known) = (worth[0], 1);
    }

    public double StartFitness { get; }

    public double BestFitness => worth[BestIndex];

    public double[] Best => members[BestIndex];

    /// <summary>One generation; the first ones look at the starting members.</summary>
    /// <param name="isOver">Asked before every look.</param>
    /// <returns>False when the time was over before the generation was complete.</returns>
    public bool Advance(Func<bool> isOver)
    {
        for (; known < Population; known++)
        {
            if (isOver()) return false;
            worth[known] = fitness(members[known]);
        }
        do
        {
            if (isOver()) return false;
            var child = Child(next);
            var value = fitness(child);
            if (value >= worth[next]) (members[next], worth[next]) = (child, value);
            next = (next + 1) % Population;
        }
        while (next != 0);
        return true;
    }

    private int BestIndex => Enumerable.Range(0, known).MaxBy(member => worth[member]);

    private double[] Child(int parent)
    {
        int first, second;
        do first = random.Below(Population);
        while (first == parent);
        do second = random.Below(Population);
        while (second == parent || second == first);
        var factor = random.Between(LeastFactor, 1);
        var best = Best;
        var child = (double[])members[parent].Clone();
        var certain = random.Below(child.Length);
        for (var i = 0; i < child.Length; i++)
        {
            if (i == certain || random.Unit() < CrossoverRate) child[i] = best[i] + (factor * (members[first][i] - members[second][i]));
        }
        return child;
    }
}
