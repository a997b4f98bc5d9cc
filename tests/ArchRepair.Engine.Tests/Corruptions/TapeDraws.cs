using ArchRepair.Engine.Corruptions.Draws;

namespace ArchRepair.Engine.Tests.Corruptions;

/// <summary>Plays recorded draws in the place of a generator.</summary>
internal sealed class TapeDraws(IReadOnlyList<double[]> tape) : IRandomDraws
{
    private int _array;
    private int _place;

    public bool IsAtEnd => _array == tape.Count;

    public void Uniform(double low, double high, Span<double> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Next();
            Assert.That(values[i] >= low && values[i] <= high, "a recorded uniform draw leaves the range that is asked for");
        }
    }

    public void Normal(double mean, double deviation, Span<double> values)
    {
        for (var i = 0; i < values.Length; i++) values[i] = Next();
    }

    public void Integers(int low, int high, Span<int> values)
    {
        for (var i = 0; i < values.Length; i++) values[i] = (int)Next();
    }

    public void Poisson(ReadOnlySpan<byte> levels, double scale, Span<int> counts)
    {
        for (var i = 0; i < counts.Length; i++) counts[i] = (int)Next();
    }

    private double Next()
    {
        var value = tape[_array][_place++];
        if (_place == tape[_array].Length) (_array, _place) = (_array + 1, 0);
        return value;
    }
}
