namespace ArchRepair.Core.Fast;

/// <summary>What a watch asks about.</summary>
public enum FastQuestion
{
    /// <summary>The mean over all corrupted cells.</summary>
    Mean,

    /// <summary>The mean over a family, or over the cells of an override.</summary>
    Group,

    /// <summary>A single cell.</summary>
    Cell,

    /// <summary>The images of one class, over all corrupted cells.</summary>
    Class,

    /// <summary>The absolute floor of the mean.</summary>
    Floor,
}
