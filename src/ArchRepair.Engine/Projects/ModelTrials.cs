using System.Globalization;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Engine.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ArchRepair.Engine.Projects;

/// <summary>
/// Trials of a model that comes from somebody's project, before any of its answers count: does it compute, does it give logits, and is
/// an answer a function of the image alone?
/// </summary>
internal static class ModelTrials
{
    // Kernels for one image and for several round differently.
    private const float BatchTolerance = 1e-3f;

    /// <summary>Two images of noise as the model expects them.</summary>
    /// <returns>[2,3,H,W], float, in the caller's dispose scope.</returns>
    public static Tensor Images(ModelSpecification specification)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var pixels = rand([2, 3, specification.InputSize, specification.InputSize], device: CPU, generator: generator);
        return specification.Normalization.Apply(pixels).MoveToOuterDisposeScope();
    }

    /// <summary>Refuses a model that forgot to register its parts: their weights would be neither loaded nor saved.</summary>
    /// <exception cref="ArchRepairException">AR0216, exit 2.</exception>
    public static void RefuseUnregistered(Module<Tensor, Tensor> root, string type)
    {
        if (!root.parameters().Any())
            throw new ArchRepairException(ExitCode.Usage, "AR0216", $"'{type}' has no parameters; call RegisterComponents() at the end of its constructor.");
        var registered = root.modules().ToHashSet<Module>(ReferenceEqualityComparer.Instance);
        string[] forgotten = [.. root.modules().Prepend(root).SelectMany(module => UnregisteredFields(module, registered)).Distinct()];
        if (forgotten.Length > 0)
            throw new ArchRepairException(
                ExitCode.Usage, "AR0216",
                $"'{type}' holds modules that are not registered, in {string.Join(", ", forgotten)}: their weights would be neither loaded nor saved. Call RegisterComponents() at the end of the constructor, and use ModuleList or register_module for lists.");
    }

    /// <summary>Logits of one image.</summary>
    public static int CountAnswers(Module<Tensor, Tensor> root, ModelSpecification specification)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return (int)Logits(root, Images(specification), specification.Architecture).shape[^1];
    }

    /// <summary>Runs the model several times.</summary>
    /// <param name="root">In evaluation mode.</param>
    /// <param name="images">[2,3,H,W]; stays the caller's.</param>
    /// <exception cref="ArchRepairException">It throws or gives no logits (AR0211), other than K (AR0204), or answers that change (AR0212).</exception>
    public static void Run(Module<Tensor, Tensor> root, Tensor images, ModelSpecification specification)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var type = specification.Architecture;
        var first = Logits(root, images, type);
        if (first.dim() != 2 || first.shape[0] != images.shape[0])
            throw new ArchRepairException(ExitCode.Usage, "AR0211", $"'{type}' maps images {Shape(images)} to {Shape(first)}; a classifier gives logits [N,K], here [{images.shape[0]},{specification.Classes}].");
        if (first.shape[1] != specification.Classes)
            throw new ArchRepairException(ExitCode.Usage, "AR0204", $"'{type}' gives {first.shape[1]} logits for an image, but there are {specification.Classes} classes; correct 'model.classes', the data, or the model's last layer.");
        if (!BlockSurgery.IsBitEqual(first, Logits(root, images, type))) throw Changing(type, "differ between two runs on the same images: dropout or noise that does not ask 'training'");
        var alone = Logits(root, images.narrow(0, 0, 1).contiguous(), type);
        var difference = alone.sub(first.narrow(0, 0, 1)).abs().max().item<float>();
        var allowed = BatchTolerance * Math.Max(1, first.abs().max().item<float>());
        if (difference > allowed)
            throw Changing(type, string.Create(CultureInfo.InvariantCulture, $"change by {difference:g2} with the other images of the batch: statistics of the batch in evaluation mode, or a view that mixes images"));
    }

    private static Tensor Logits(Module<Tensor, Tensor> root, Tensor images, string type)
    {
        try
        {
            return root.call(images.clone()).to_type(ScalarType.Float32);
        }
        catch (Exception thrown) when (thrown is not (ArchRepairException or OutOfMemoryException))
        {
            throw new ArchRepairException(
                ExitCode.Usage, "AR0211", $"'{type}' threw {thrown.GetType().Name} on images {Shape(images)}, RGB: {thrown.Message.Split('\n')[0].Trim()} Set 'model.inputSize' to the size it was made for, and let it take three channels.", cause: thrown);
        }
    }

    private static ArchRepairException Changing(string type, string how) =>
        new(ExitCode.Usage, "AR0212", $"Answers of '{type}' {how}. In evaluation mode an answer must depend on its image alone; use Dropout and BatchNorm modules, or pass 'training' to the functions.");

    private static IEnumerable<string> UnregisteredFields(Module module, HashSet<Module> registered)
    {
        if (module.GetType().Assembly == typeof(Module).Assembly) yield break;
        for (var type = module.GetType(); type is not null && type.Assembly != typeof(Module).Assembly; type = type.BaseType)
        {
            foreach (var field in type.GetFields(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.DeclaredOnly))
            {
                var held = field.GetValue(module) switch
                {
                    Module one => [one],
                    IEnumerable<Module> many => many,
                    _ => [],
                };
                if (held.Any(part => !registered.Contains(part) && part.parameters().Any())) yield return $"{type.Name}.{field.Name}";
            }
        }
    }

    private static string Shape(Tensor tensor) => $"[{string.Join(',', tensor.shape)}]";
}
