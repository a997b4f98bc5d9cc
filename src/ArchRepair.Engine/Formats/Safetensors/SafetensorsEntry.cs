namespace ArchRepair.Engine.Formats;

/// <summary>A tensor as the header of a safetensors file declares it; offsets count from the end of the header.</summary>
internal sealed record SafetensorsEntry(string Name, StoredType Type, IReadOnlyList<long> Shape, long Begin, long End);
