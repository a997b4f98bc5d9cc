namespace ArchRepair.Engine.Localization;

/// <summary>What of the drift from recorded normalization statistics counts for a block.</summary>
public enum DriftMeasure
{
    /// <summary>Mean drift of its neurons: damage fades behind the damaged block.</summary>
    Level,

    /// <summary>What its layers add to the drift of the layer in front.</summary>
    Growth,
}
