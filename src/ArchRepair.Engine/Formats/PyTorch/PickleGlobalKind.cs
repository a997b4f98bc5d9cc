namespace ArchRepair.Engine.Formats;

/// <summary>What an allowed name of a pickle stands for.</summary>
internal enum PickleGlobalKind
{
    /// <summary>Called with nothing or a list of pairs, it makes a dictionary.</summary>
    OrderedDictionary,

    /// <summary>Called, it describes a tensor.</summary>
    Tensor,

    /// <summary>Called with a tensor, it returns the tensor.</summary>
    Parameter,

    /// <summary>Names an element type in a reference to a storage.</summary>
    Storage,

    /// <summary>Called, it makes a value that is never looked at.</summary>
    Ignored,
}
