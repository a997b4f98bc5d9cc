using System.Globalization;

using ArchRepair.Core.Diagnostics;

namespace ArchRepair.Tool.Caching;

/// <summary>Where results are kept between runs, and how much.</summary>
/// <param name="Folder">Absolute path.</param>
internal sealed record CacheOptions(string Folder, bool IsEnabled, long LimitBytes)
{
    /// <summary>Some fifty models on the 76 cells of CIFAR-10-C with 10,000 images.</summary>
    public const int DefaultLimitMegabytes = 256;

    /// <param name="megabytes">Limit in MiB; null for the default.</param>
    /// <exception cref="ArchRepairException">The limit is not positive; exit 2.</exception>
    public static CacheOptions Of(string cacheFolder, bool isEnabled, int? megabytes)
    {
        var limit = megabytes ?? DefaultLimitMegabytes;
        if (limit < 1)
            throw new ArchRepairException(ExitCode.Usage, "AR0105", string.Create(CultureInfo.InvariantCulture, $"ARCHREPAIR_CACHE_MEGABYTES is {limit}; it must be at least 1. --no-cache turns the cache off."));
        return new CacheOptions(Path.Combine(cacheFolder, "results"), isEnabled, (long)limit << 20);
    }
}
