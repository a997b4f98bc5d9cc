namespace ArchRepair.Engine.Formats;

/// <summary>Which part of a data set that has both.</summary>
public enum DataPart
{
    /// <summary>The images that gates ask about.</summary>
    Test,

    /// <summary>The images that repair may learn from.</summary>
    Train,
}
