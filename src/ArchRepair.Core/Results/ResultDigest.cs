using System.Security.Cryptography;
using System.Text;

using ArchRepair.Core.Protocol;

namespace ArchRepair.Core.Results;

/// <summary>
/// A hash of everything that a result says, without how it came about: two runs that answer alike have the same, whether on one
/// machine or many, measured or remembered.
/// </summary>
public static class ResultDigest
{
    /// <summary>The result with its durations zeroed and its provenance reduced to versions, settings, device and seed.</summary>
    /// <remarks>Left out: command, backend, threads, operating system, times, what was known before, seconds of evaluation, localization.</remarks>
    public static CheckResult Normalize(CheckResult result) => result with
    {
        Evaluation = result.Evaluation with { Seconds = 0 },
        Ranking = result.Ranking is { } ranking ? ranking with { Seconds = 0 } : null,
        Provenance = result.Provenance with
        {
            Command = "",
            Backend = "",
            Threads = 0,
            OperatingSystem = "",
            StartedAt = default,
            Seconds = new Dictionary<string, double>(),
            KnownCells = 0,
            SecondsPerImage = null,
        },
    };

    /// <returns>SHA-256 of the normalized result's JSON, hexadecimal.</returns>
    public static string Of(CheckResult result) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(CoreJson.Serialize(Normalize(result)))));
}
