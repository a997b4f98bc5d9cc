using System.Runtime.InteropServices;

using ArchRepair.Engine.Formats;

namespace ArchRepair.Tool.Tests.Support;

/// <summary>A copy of a weights file in which one block's convolutions got noise.</summary>
internal static class DamagedWeights
{
    /// <param name="strength">Deviation of the noise, as a share of each tensor's own.</param>
    public static void Write(string healthy, string damaged, string block, double strength)
    {
        var draws = new Draws();
        SafetensorsFile.Write(damaged, WeightsFile.Read(healthy).Tensors.Select(tensor =>
            tensor.Name.StartsWith(block + ".conv", StringComparison.Ordinal) ? WithNoise(tensor, strength, draws) : tensor));
    }

    private static StoredTensor WithNoise(StoredTensor tensor, double strength, Draws draws)
    {
        var bytes = tensor.Bytes.ToArray();
        var values = MemoryMarshal.Cast<byte, float>(bytes.AsSpan());
        var squares = 0.0;
        foreach (var value in values) squares += (double)value * value;
        var deviation = strength * Math.Sqrt(squares / values.Length);
        for (var i = 0; i < values.Length; i++) values[i] += (float)(deviation * draws.NextNormal());
        return new StoredTensor(tensor.Name, tensor.Type, tensor.Shape, bytes);
    }

    /// <summary>SplitMix64, and normal numbers from it by Box and Muller (1958).</summary>
    private sealed class Draws
    {
        private ulong state = 20231127;

        public double NextNormal() => Math.Sqrt(-2 * Math.Log(1 - NextUnit())) * Math.Cos(2 * Math.PI * NextUnit());

        private double NextUnit()
        {
            var z = state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
        }
    }
}
