using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ArchRepair.Engine.Corruptions.Kernels;

/// <summary>An 8×8 block of integers as eight rows; fields, so that a method can keep them all in registers.</summary>
internal struct BlockRows(
    Vector256<int> r0, Vector256<int> r1, Vector256<int> r2, Vector256<int> r3,
    Vector256<int> r4, Vector256<int> r5, Vector256<int> r6, Vector256<int> r7)
{
    public Vector256<int> R0 = r0;
    public Vector256<int> R1 = r1;
    public Vector256<int> R2 = r2;
    public Vector256<int> R3 = r3;
    public Vector256<int> R4 = r4;
    public Vector256<int> R5 = r5;
    public Vector256<int> R6 = r6;
    public Vector256<int> R7 = r7;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Transpose()
    {
        if (Avx2.IsSupported) TransposeInRegisters();
        else TransposeInMemory();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void TransposeInRegisters()
    {
        var (a0, a1) = (Avx2.UnpackLow(R0, R1).AsInt64(), Avx2.UnpackHigh(R0, R1).AsInt64());
        var (a2, a3) = (Avx2.UnpackLow(R2, R3).AsInt64(), Avx2.UnpackHigh(R2, R3).AsInt64());
        var (a4, a5) = (Avx2.UnpackLow(R4, R5).AsInt64(), Avx2.UnpackHigh(R4, R5).AsInt64());
        var (a6, a7) = (Avx2.UnpackLow(R6, R7).AsInt64(), Avx2.UnpackHigh(R6, R7).AsInt64());
        var (b0, b1) = (Avx2.UnpackLow(a0, a2).AsInt32(), Avx2.UnpackHigh(a0, a2).AsInt32());
        var (b2, b3) = (Avx2.UnpackLow(a1, a3).AsInt32(), Avx2.UnpackHigh(a1, a3).AsInt32());
        var (b4, b5) = (Avx2.UnpackLow(a4, a6).AsInt32(), Avx2.UnpackHigh(a4, a6).AsInt32());
        var (b6, b7) = (Avx2.UnpackLow(a5, a7).AsInt32(), Avx2.UnpackHigh(a5, a7).AsInt32());
        R0 = Avx2.Permute2x128(b0, b4, 0x20);
        R1 = Avx2.Permute2x128(b1, b5, 0x20);
        R2 = Avx2.Permute2x128(b2, b6, 0x20);
        R3 = Avx2.Permute2x128(b3, b7, 0x20);
        R4 = Avx2.Permute2x128(b0, b4, 0x31);
        R5 = Avx2.Permute2x128(b1, b5, 0x31);
        R6 = Avx2.Permute2x128(b2, b6, 0x31);
        R7 = Avx2.Permute2x128(b3, b7, 0x31);
    }

    private void TransposeInMemory()
    {
        Span<int> m = stackalloc int[64];
        R0.CopyTo(m);
        R1.CopyTo(m[8..]);
        R2.CopyTo(m[16..]);
        R3.CopyTo(m[24..]);
        R4.CopyTo(m[32..]);
        R5.CopyTo(m[40..]);
        R6.CopyTo(m[48..]);
        R7.CopyTo(m[56..]);
        R0 = Column(m, 0);
        R1 = Column(m, 1);
        R2 = Column(m, 2);
        R3 = Column(m, 3);
        R4 = Column(m, 4);
        R5 = Column(m, 5);
        R6 = Column(m, 6);
        R7 = Column(m, 7);
    }

    private static Vector256<int> Column(ReadOnlySpan<int> m, int x) =>
        Vector256.Create(m[x], m[8 + x], m[16 + x], m[24 + x], m[32 + x], m[40 + x], m[48 + x], m[56 + x]);
}
