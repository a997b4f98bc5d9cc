namespace ArchRepair.Core.Settings;

/// <summary>A model that a C# project defines: a TorchSharp module from an image tensor to a tensor of logits.</summary>
/// <param name="Path">Absolute path of the project file.</param>
/// <param name="Type">Full name of the type, e.g. <c>Shapes.ShapeNet</c>; its simple name will do where only one has it.</param>
/// <param name="Factory">Name of a static method of that type that makes the model; empty for the constructor without arguments.</param>
/// <param name="Configuration">Build configuration, e.g. <c>Release</c>; empty for the project's own default.</param>
/// <param name="Framework">Target framework of a project that has several; empty for the newest that runs here.</param>
public sealed record ModelProject(string Path, string Type, string Factory = "", string Configuration = "", string Framework = "");
