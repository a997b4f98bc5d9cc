using System.Globalization;

namespace ArchRepair.Engine.Localization;

/// <summary>Adversarial counterparts of passes: those that flip the prediction join the failures when failures are few.</summary>
/// <param name="Method">Default PGD.</param>
/// <param name="Epsilon">Greatest change of a pixel value in [0,1], before normalization. Default 2/255; in (0,1].</param>
/// <param name="Steps">Gradient steps; FGSM takes one. Default 3; 1 to 100.</param>
/// <param name="EnoughFailures">No counterparts are made when there are that many failures. Default 20; 0 never makes any.</param>
public sealed record AdversarialOptions(
    AdversarialMethod Method = AdversarialMethod.Pgd, double Epsilon = 2 / 255.0, int Steps = 3, int EnoughFailures = 20)
{
    public IEnumerable<string> Problems()
    {
        if (!Enum.IsDefined(Method)) yield return $"adversarial method is {Method}; it must be none, fgsm or pgd.";
        if (Epsilon is not (> 0 and <= 1))
            yield return string.Create(CultureInfo.InvariantCulture, $"adversarial epsilon is {Epsilon}; it must lie in (0, 1], in units of [0,1] pixels.");
        if (Steps is not (>= 1 and <= 100)) yield return $"adversarial steps is {Steps}; it must lie in [1, 100].";
        if (EnoughFailures < 0) yield return $"enoughFailures is {EnoughFailures}; it must not be negative.";
    }
}
