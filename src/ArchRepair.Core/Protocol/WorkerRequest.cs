using System.Text.Json.Serialization;

using ArchRepair.Core.Fast;
using ArchRepair.Core.Results;
using ArchRepair.Core.Settings;

namespace ArchRepair.Core.Protocol;

/// <summary>
/// What the tool asks a worker process to compute. The worker gets the path of a file with this record, writes
/// <see cref="WorkerLine"/>s to its output and a <see cref="WorkerResponse"/> beside.
/// </summary>
/// <param name="Schema">Version of the protocol; a worker refuses another than <see cref="CurrentSchema"/>.</param>
/// <param name="ResponsePath">Absolute path of the response file, written atomically.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "ask")]
[JsonDerivedType(typeof(EvaluateRequest), "evaluate")]
[JsonDerivedType(typeof(LocalizeRequest), "localize")]
[JsonDerivedType(typeof(RepairRequest), "repair")]
[JsonDerivedType(typeof(InspectRequest), "inspect")]
[JsonDerivedType(typeof(DoctorRequest), "doctor")]
[JsonDerivedType(typeof(CorruptRequest), "corrupt")]
[JsonDerivedType(typeof(SheetRequest), "sheet")]
public abstract record WorkerRequest(int Schema, string ResponsePath, ComputeSettings Compute)
{
    public const int CurrentSchema = 1;
}

/// <summary>Where and how to compute.</summary>
/// <param name="LibTorchFolder">Folder of another libtorch; empty for the one that comes with the tool.</param>
/// <param name="CacheFolder">Folder for patched natives and cached results.</param>
/// <param name="Device"><c>cpu</c>, <c>cuda</c>, <c>cuda:1</c> or <c>auto</c>.</param>
/// <param name="Threads">Threads to use; at least 1.</param>
/// <param name="IsExact">Forces the plain reference form of the model.</param>
public sealed record ComputeSettings(
    string LibTorchFolder, string CacheFolder, string Device, int Threads, ulong Seed, bool IsExact = false);

/// <summary>Evaluate a model on the clean images and on the corrupted cells.</summary>
/// <param name="Shelf">Where finished cells are looked up and kept; null for nowhere.</param>
/// <param name="Shard">Which part of the work to do; null for all of it.</param>
/// <param name="Fast">Stop as soon as the gate is decided; null measures every image.</param>
public sealed record EvaluateRequest(
    int Schema, string ResponsePath, ComputeSettings Compute, ModelSettings Model, DataSettings Data, ShelfRequest? Shelf = null, ShardRequest? Shard = null,
    FastRequest? Fast = null)
    : WorkerRequest(Schema, ResponsePath, Compute);

/// <summary>Rank the blocks of a model for the cells that failed.</summary>
/// <param name="Cells">Failing cells; empty ranks for failures on clean images.</param>
/// <param name="Seen">Test images to take examples from; null for all.</param>
public sealed record LocalizeRequest(
    int Schema, string ResponsePath, ComputeSettings Compute, ModelSettings Model, DataSettings Data,
    LocalizationSettings Localization, IReadOnlyList<Cell> Cells, SeenImages? Seen = null)
    : WorkerRequest(Schema, ResponsePath, Compute);

/// <summary>Repair a model and write the candidate; accepting it is not the worker's business.</summary>
/// <param name="Cells">Failing cells.</param>
/// <param name="Ranking">Blocks by vulnerability.</param>
/// <param name="CandidatePath">Absolute path of the candidate weights to write.</param>
/// <param name="CheckpointFolder">Where checkpoints go; an interrupted repair resumes from there.</param>
/// <param name="Resume">Whether to continue from a checkpoint found there.</param>
/// <param name="MustResume">Whether it is an error when none there fits.</param>
/// <param name="IsCleanSound">Whether the model answers clean images as well as its baseline; true where there is none.</param>
public sealed record RepairRequest(
    int Schema, string ResponsePath, ComputeSettings Compute, ModelSettings Model, DataSettings Data,
    RepairSettings Repair, IReadOnlyList<Cell> Cells, BlockRanking Ranking, string CandidatePath, string CheckpointFolder, bool Resume,
    bool MustResume = false, bool IsCleanSound = true)
    : WorkerRequest(Schema, ResponsePath, Compute);

/// <summary>Describe a model and what a weights file lacks or has too much.</summary>
/// <param name="PythonPath">Absolute path of a PyTorch module to write; empty for none.</param>
public sealed record InspectRequest(
    int Schema, string ResponsePath, ComputeSettings Compute, ModelSettings Model, string PythonPath = "")
    : WorkerRequest(Schema, ResponsePath, Compute);

/// <summary>Say which backend loads and which devices there are.</summary>
public sealed record DoctorRequest(int Schema, string ResponsePath, ComputeSettings Compute)
    : WorkerRequest(Schema, ResponsePath, Compute);

/// <summary>Write a corrupted benchmark from a clean set.</summary>
/// <param name="Output">Absolute path of the folder to write.</param>
/// <param name="PreviewPath">Absolute path of a contact sheet to write instead; empty for none.</param>
public sealed record CorruptRequest(
    int Schema, string ResponsePath, ComputeSettings Compute, ImageSetSource Source, CorruptedSource Corrupted, int Images,
    string Output, string PreviewPath)
    : WorkerRequest(Schema, ResponsePath, Compute);

/// <summary>Put single images side by side into one picture. Needs no tensors.</summary>
/// <param name="Images">Which image of which cell, in reading order; one or more.</param>
public sealed record SheetRequest(
    int Schema, string ResponsePath, ComputeSettings Compute, DataSettings Data, IReadOnlyList<NewlyFailedImage> Images)
    : WorkerRequest(Schema, ResponsePath, Compute);
