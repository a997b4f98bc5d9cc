using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ArchRepair.Engine.Corruptions.Kernels;

/// <summary>Between stored pixels (0…255) and the reals in which the published source computes (0…1).</summary>
internal static class Pixels
{
    private static readonly double[] UnitTable = [.. Enumerable.Range(0, 256).Select(v => v / 255.0)];
    private static readonly float[] UnitFloatTable = [.. Enumerable.Range(0, 256).Select(v => v / 255f)];

    /// <summary>v / 255 for v = 0…255, each correctly rounded.</summary>
    public static ReadOnlySpan<double> Unit => UnitTable;

    /// <summary>v / 255 in single precision.</summary>
    public static ReadOnlySpan<float> UnitFloat => UnitFloatTable;

    public static void ToUnit(ReadOnlySpan<byte> bytes, Span<double> values)
    {
        ref var source = ref MemoryMarshal.GetReference(bytes);
        var i = 0;
        for (; i + Lanes.Count <= bytes.Length; i += Lanes.Count)
            Lanes.LoadUnit(ref Unsafe.Add(ref source, i)).CopyTo(values[i..]);
        for (; i < bytes.Length; i++) values[i] = UnitTable[bytes[i]];
    }

    public static void ToUnit(ReadOnlySpan<byte> bytes, Span<float> values)
    {
        for (var i = 0; i < bytes.Length; i++) values[i] = UnitFloatTable[bytes[i]];
    }

    /// <summary>clip(value, 0, 1)·255, cut to an integer: the source stores pixels by a cast, not by rounding.</summary>
    public static byte FromUnit(double value) => (byte)(Math.Clamp(value, 0.0, 1.0) * 255.0);

    public static byte FromUnit(float value) => (byte)(Math.Clamp(value, 0f, 1f) * 255f);

    public static void FromUnit(ReadOnlySpan<double> values, Span<byte> bytes)
    {
        ref var target = ref MemoryMarshal.GetReference(bytes);
        var i = 0;
        for (; i + Lanes.Count <= values.Length; i += Lanes.Count)
            Lanes.StoreUnit(Vector512.Create(values[i..]), ref Unsafe.Add(ref target, i));
        for (; i < values.Length; i++) bytes[i] = FromUnit(values[i]);
    }
}
