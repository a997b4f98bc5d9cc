namespace ArchRepair.Engine.Formats;

/// <summary>A file inside a zip, after its two headers were found to agree.</summary>
/// <param name="Name">Its name, with '/' between folders.</param>
/// <param name="DataOffset">Where its (compressed) bytes begin in the archive.</param>
/// <param name="StoredBytes">How many bytes it takes there.</param>
/// <param name="Bytes">How many bytes it has when unpacked.</param>
/// <param name="Crc">CRC-32 of the unpacked bytes.</param>
/// <param name="IsDeflated">Whether the bytes are compressed; stored as they are otherwise.</param>
internal sealed record ZipItem(string Name, long DataOffset, long StoredBytes, long Bytes, uint Crc, bool IsDeflated);
