namespace ArchRepair.Engine.Localization;

/// <summary>How the four counts of a neuron's status become one suspiciousness; see <see cref="Spectrum"/> for the formulas.</summary>
public enum SpectrumFormula
{
    /// <summary>Jones, Harrold (2005), ASE: share of failures against the sum of both shares.</summary>
    Tarantula,

    /// <summary>Abreu, Zoeteweij, van Gemund (2007), TAIC PART: cosine between activity and failure.</summary>
    Ochiai,

    /// <summary>Wong, Debroy, Gao, Li (2014), IEEE Trans. Reliability 63:290, with exponent 2.</summary>
    DStar,

    /// <summary>Abreu, Zoeteweij, van Gemund (2009), ASE, for a single fault: share of failures among the active.</summary>
    Barinel,
}
