using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ArchRepair.Engine.Models;

namespace ArchRepair.Engine.Repair;

/// <summary>A hash of all that must agree for a resumed run to give the same bits: weights, images, plan and recipe. The budget may differ.</summary>
internal static class RunFingerprint
{
    public static string Of(ChainClassifier model, RepairInput input)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, tensor) in model.state_dict())
        {
            using var plain = tensor.detach().cpu().contiguous();
            hash.AppendData(Encoding.UTF8.GetBytes(name));
            hash.AppendData(plain.bytes);
        }
        foreach (var part in new[] { input.Images.Fit, input.Images.Search })
        {
            hash.AppendData(part.Pixels.Span);
            hash.AppendData(Encoding.UTF8.GetBytes(string.Join(',', part.Labels)));
        }
        var (plan, recipe) = (input.Plan, input.Recipe);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"{plan.Strategy}|{string.Join(',', plan.Blocks)}|{plan.MaxExtraMultiplyAdds:r}|{string.Join(',', plan.SeenCells)}|{plan.Seed}|{plan.Threads}|{plan.MaxBlocks}|{plan.Set}|{plan.IsCleanSound}|{recipe}|{string.Join(',', recipe.Operations)}")));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
