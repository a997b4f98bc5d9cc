using System.Security.Cryptography;
using System.Text.RegularExpressions;
using ArchRepair.Core.Files;

namespace ArchRepair.Engine.Native;

/// <summary>
/// A copy of TorchSharp's native library that older systems can load. The original asks for <c>GLIBCXX_3.4.32</c> because it
/// was built with a newer compiler, although the one symbol of that version (<c>std::ios_base_library_init</c>) is used
/// by no relocation. The copy marks that one need as weak, which the loader's own rules allow to be missing.
/// </summary>
/// <remarks>
/// The cure proves its own condition: when any relocation uses a symbol of the missing version, the library really cannot
/// work here, and no copy is made.
/// </remarks>
internal static partial class RelaxedLibTorchSharp
{
    private const ushort WeakFlag = 0x2; // VER_FLG_WEAK

    [GeneratedRegex(@"version `(?<version>[^'\s]+)' not found \(required by (?<file>[^)]*)\)")]
    private static partial Regex MissingVersionMessage { get; }

    /// <summary>The version that a loader message says is missing for <paramref name="library"/>, or null when it says something else.</summary>
    public static string? MissingVersion(string loaderMessage, string library)
    {
        var match = MissingVersionMessage.Match(loaderMessage);
        return match.Success && Path.GetFileName(match.Groups["file"].Value) == Path.GetFileName(library)
            ? match.Groups["version"].Value
            : null;
    }

    /// <summary>The same library with the need for <paramref name="version"/> marked weak; one byte differs.</summary>
    /// <exception cref="InvalidDataException">Not such a library, or a symbol of that version is really used.</exception>
    public static byte[] Relax(byte[] library, string version)
    {
        var elf = new ElfLibrary(library);
        var needs = elf.ReadVersionNeeds().Where(need => need.Name == version).ToList();
        if (needs.Count != 1) throw new InvalidDataException($"{needs.Count} entries ask for {version}; exactly one was expected.");
        var used = elf.SymbolsInUse(needs[0].Index);
        if (used.Count > 0) throw new InvalidDataException($"{version} is really needed, for {string.Join(", ", used)}.");
        byte[] relaxed = [.. library];
        relaxed[needs[0].FlagsOffset] |= (byte)WeakFlag;
        return relaxed;
    }

    /// <summary>Makes the relaxed copy, or finds it, under a name made of its content's hash.</summary>
    /// <returns>Absolute path of the copy; its bytes have been compared with what they must be.</returns>
    /// <exception cref="InvalidDataException">See <see cref="Relax"/>.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static string WriteCopy(string library, string version, string cacheFolder)
    {
        var relaxed = Relax(File.ReadAllBytes(library), version);
        var hash = Convert.ToHexStringLower(SHA256.HashData(relaxed))[..16];
        var copy = Path.GetFullPath(Path.Combine(cacheFolder, $"libLibTorchSharp-relaxed-{hash}.so"));
        if (!File.Exists(copy) || !File.ReadAllBytes(copy).AsSpan().SequenceEqual(relaxed)) AtomicFile.WriteBytes(copy, relaxed);
        return copy;
    }

    /// <summary>Folder of copies for this user; a temporary one that only this user can enter where there is no home folder.</summary>
    public static string DefaultCacheFolder()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length > 0
            ? Path.Combine(home, ".cache", "archrepair", "native")
            : Directory.CreateTempSubdirectory("archrepair-").FullName;
    }
}
