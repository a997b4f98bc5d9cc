namespace ArchRepair.Engine.Corruptions.Kernels;

/// <summary>One axis of Pillow's box filter: each output is a mean of the inputs it covers, with weights in 22-bit fixed point.</summary>
internal sealed class BoxAxis
{
    private const int FractionBits = 22;

    private readonly int _from;
    private readonly int[] _first;
    private readonly int[][] _weights;

    public BoxAxis(int from, int to)
    {
        _from = from;
        _first = new int[to];
        _weights = new int[to][];
        var scale = (double)from / to;
        var support = 0.5 * Math.Max(scale, 1);
        var shrink = 1 / Math.Max(scale, 1);
        for (var o = 0; o < to; o++)
        {
            var centre = (o + 0.5) * scale;
            var first = Math.Max(0, (int)(centre - support + 0.5));
            var end = Math.Min(from, (int)(centre + support + 0.5));
            var weights = new double[end - first];
            var sum = 0.0;
            for (var x = first; x < end; x++)
            {
                var place = (x - centre + 0.5) * shrink;
                weights[x - first] = place is > -0.5 and <= 0.5 ? 1 : 0;
                sum += weights[x - first];
            }
            _first[o] = first;
            _weights[o] = [.. weights.Select(w => (int)((w / sum * (1 << FractionBits)) + 0.5))];
        }
    }

    /// <summary>Resizes the middle axis of a block of lines × length × inner values.</summary>
    public void Apply(ReadOnlySpan<byte> source, Span<byte> target, int lines, int inner)
    {
        var to = _first.Length;
        for (var line = 0; line < lines; line++)
        {
            for (var o = 0; o < to; o++)
            {
                var weights = _weights[o];
                var start = ((line * _from) + _first[o]) * inner;
                var output = target.Slice(((line * to) + o) * inner, inner);
                for (var c = 0; c < inner; c++)
                {
                    var sum = 1 << (FractionBits - 1);
                    for (var k = 0; k < weights.Length; k++) sum += weights[k] * source[start + (k * inner) + c];
                    output[c] = (byte)Math.Clamp(sum >> FractionBits, 0, 255);
                }
            }
        }
    }
}
