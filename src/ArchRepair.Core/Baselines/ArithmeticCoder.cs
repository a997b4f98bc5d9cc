namespace ArchRepair.Core.Baselines;

/// <summary>
/// Binary arithmetic coding: an interval of 32-bit numbers is narrowed by the chance of every bit, and its leading bytes are written as
/// soon as they stand.
/// </summary>
/// <remarks>Rissanen, Langdon (1979), IBM J. Res. Dev. 23:149.</remarks>
internal sealed class ArithmeticEncoder
{
    private readonly List<byte> bytes = [];
    private uint low;
    private uint high = uint.MaxValue;

    /// <param name="chance">Of a set bit, in 65536ths, 1 to 65535.</param>
    public void Write(bool bit, int chance)
    {
        var middle = Middle(low, high, chance);
        if (bit) high = middle;
        else low = middle + 1;
        while (((low ^ high) & 0xFF000000) == 0)
        {
            bytes.Add((byte)(high >> 24));
            low <<= 8;
            high = high << 8 | 0xFF;
        }
    }

    /// <summary>Ends the code; nothing can be written after it.</summary>
    public byte[] Finish()
    {
        // The shortest number inside the interval whose missing bytes may be read as zeros.
        for (var length = 1; length <= 4; length++)
        {
            var mask = length == 4 ? uint.MaxValue : ~(uint.MaxValue >> (8 * length));
            var candidate = high & mask;
            if (candidate < low) continue;
            for (var i = 0; i < length; i++) bytes.Add((byte)(candidate >> (24 - 8 * i)));
            break;
        }

        return [.. bytes];
    }

    internal static uint Middle(uint low, uint high, int chance) => low + (uint)(((ulong)(high - low) * (uint)chance) >> 16);
}

/// <summary>Reads what <see cref="ArithmeticEncoder"/> wrote, given the same chances.</summary>
internal sealed class ArithmeticDecoder
{
    private readonly byte[] bytes;
    private int at;
    private uint low;
    private uint high = uint.MaxValue;
    private uint code;

    public ArithmeticDecoder(byte[] bytes)
    {
        this.bytes = bytes;
        for (var i = 0; i < 4; i++) code = code << 8 | Next();
    }

    /// <param name="chance">As it was written.</param>
    public bool Read(int chance)
    {
        var middle = ArithmeticEncoder.Middle(low, high, chance);
        var bit = code <= middle;
        if (bit) high = middle;
        else low = middle + 1;
        while (((low ^ high) & 0xFF000000) == 0)
        {
            low <<= 8;
            high = high << 8 | 0xFF;
            code = code << 8 | Next();
        }

        return bit;
    }

    // Past the end stand zeros; a code that was cut is caught by the checksum of what it holds.
    private uint Next() => at < bytes.Length ? bytes[at++] : 0u;
}
