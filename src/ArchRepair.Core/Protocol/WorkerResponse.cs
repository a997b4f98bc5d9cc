using System.Text.Json.Serialization;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Fast;
using ArchRepair.Core.Results;

namespace ArchRepair.Core.Protocol;

/// <summary>What a worker computed. A worker that failed writes a <see cref="FailureResponse"/>; one that died writes nothing.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "answer")]
[JsonDerivedType(typeof(EvaluateResponse), "evaluate")]
[JsonDerivedType(typeof(LocalizeResponse), "localize")]
[JsonDerivedType(typeof(RepairResponse), "repair")]
[JsonDerivedType(typeof(InspectResponse), "inspect")]
[JsonDerivedType(typeof(DoctorResponse), "doctor")]
[JsonDerivedType(typeof(CorruptResponse), "corrupt")]
[JsonDerivedType(typeof(SheetResponse), "sheet")]
[JsonDerivedType(typeof(FailureResponse), "failure")]
public abstract record WorkerResponse(int Schema);

/// <param name="PeakMemoryBytes">Peak resident memory of the worker.</param>
/// <param name="Reused">How many cells, or ranges of them, were found on the shelf.</param>
/// <param name="SecondsPerImage">What an image of each cell cost when it was measured, by cell text; summed over threads.</param>
/// <param name="Shard">A shard's part, where one was asked for; the evaluation then has no cells.</param>
/// <param name="Fast">How stopping early went; null where every image was measured in file order.</param>
public sealed record EvaluateResponse(
    int Schema, Evaluation Evaluation, BackendDescription Backend, string Form, long PeakMemoryBytes, int Reused = 0,
    IReadOnlyDictionary<string, double>? SecondsPerImage = null, ShardAnswer? Shard = null, FastRecord? Fast = null)
    : WorkerResponse(Schema);

public sealed record LocalizeResponse(int Schema, BlockRanking Ranking, BackendDescription Backend) : WorkerResponse(Schema);

public sealed record RepairResponse(int Schema, RepairRecord Record, BackendDescription Backend) : WorkerResponse(Schema);

/// <param name="Problems">What the weights lack or have too much; empty when they fit.</param>
public sealed record InspectResponse(int Schema, ModelDescription Description, IReadOnlyList<string> Problems) : WorkerResponse(Schema);

public sealed record DoctorResponse(int Schema, BackendDescription Backend) : WorkerResponse(Schema);

public sealed record CorruptResponse(int Schema, int Images, int Cells, string Note) : WorkerResponse(Schema);

/// <param name="Sheet">A PNG file: <paramref name="Columns"/> pictures a row, without gaps.</param>
public sealed record SheetResponse(int Schema, byte[] Sheet, int TileWidth, int TileHeight, int Columns) : WorkerResponse(Schema);

/// <summary>An answer that says why there is none.</summary>
public sealed record FailureResponse(int Schema, ExitCode ExitCode, IReadOnlyList<Diagnostic> Diagnostics) : WorkerResponse(Schema);
