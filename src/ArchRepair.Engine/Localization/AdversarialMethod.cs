namespace ArchRepair.Engine.Localization;

/// <summary>How counterparts of passing examples are made.</summary>
public enum AdversarialMethod
{
    None,

    /// <summary>One step along the sign of the gradient. Goodfellow, Shlens, Szegedy (2015), 1412.6572, section 4.</summary>
    Fgsm,

    /// <summary>Several such steps, each projected back into the ball. Madry et al. (2018), 1706.06083, equation (2).</summary>
    Pgd,
}
