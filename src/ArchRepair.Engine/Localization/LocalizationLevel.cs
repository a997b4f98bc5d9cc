namespace ArchRepair.Engine.Localization;

/// <summary>What is ranked.</summary>
public enum LocalizationLevel
{
    /// <summary>Blocks, which a repair can replace.</summary>
    Block,

    /// <summary>Single convolutions, for comparison with repairs at layer level.</summary>
    Layer,
}
