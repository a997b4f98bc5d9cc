namespace ArchRepair.Engine.Corruptions;

/// <summary>The four groups in which Hendrycks and Dietterich (2019) report their corruptions.</summary>
public enum CorruptionFamily
{
    Noise,
    Blur,
    Weather,
    Digital,
}
