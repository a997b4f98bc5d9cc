namespace ArchRepair.Engine.Corruptions.Kernels;

/// <summary>Index arithmetic of the border rules.</summary>
internal static class BorderRules
{
    /// <summary>The index in [0, length) that stands for <paramref name="index"/>.</summary>
    public static int Fold(this Border border, int index, int length)
    {
        if ((uint)index < (uint)length) return index;
        if (border == Border.Edge || length == 1) return index < 0 ? 0 : length - 1;
        var period = border == Border.Mirror ? 2 * length : (2 * length) - 2;
        var place = ((index % period) + period) % period;
        if (place < length) return place;
        return border == Border.Mirror ? period - 1 - place : period - place;
    }
}
