namespace ArchRepair.Engine.Localization;

/// <summary>Spectrum formulas: from the counts of a neuron's status to its suspiciousness.</summary>
/// <remarks>Neurons in the place of statements: Eniser, Gerasimou, Sen (2019), DeepFault, FASE, section 3.2.</remarks>
internal static class Spectrum
{
    /// <summary>Suspiciousness in [0,1]; 0 for a neuron that is never active on failures.</summary>
    /// <remarks>
    /// Tarantula (a_f/F) / (a_f/F + a_s/S) with F = a_f + n_f, S = a_s + n_s; Ochiai a_f / √(F·(a_f + a_s));
    /// D* D = a_f² / (a_s + n_f), here D / (1 + D), which keeps the order and the bounds; Barinel a_f / (a_f + a_s).
    /// </remarks>
    public static double Suspiciousness(SpectrumFormula formula, SpectrumCounts counts)
    {
        var (activeFailed, inactiveFailed, activePassed, inactivePassed) = counts;
        if (activeFailed <= 0) return 0;
        var failed = activeFailed + inactiveFailed;
        switch (formula)
        {
            case SpectrumFormula.Tarantula:
                var passed = activePassed + inactivePassed;
                var failedShare = activeFailed / failed;
                return failedShare / (failedShare + (passed > 0 ? activePassed / passed : 0));
            case SpectrumFormula.Ochiai:
                return activeFailed / Math.Sqrt(failed * (activeFailed + activePassed));
            case SpectrumFormula.DStar:
                // D/(1+D) = a_f² / (a_f² + a_s + n_f), which needs no infinity where nothing speaks against the neuron.
                var square = activeFailed * activeFailed;
                return square / (square + activePassed + inactiveFailed);
            case SpectrumFormula.Barinel:
                return activeFailed / (activeFailed + activePassed);
            default:
                throw new ArgumentOutOfRangeException(nameof(formula), formula, "No such formula.");
        }
    }

    /// <summary>The greater suspiciousness of the neuron's activity and of its silence: a fault may switch neurons off as well.</summary>
    public static double EitherStatus(SpectrumFormula formula, SpectrumCounts counts) =>
        Math.Max(Suspiciousness(formula, counts), Suspiciousness(formula, counts.OfSilence));
}
