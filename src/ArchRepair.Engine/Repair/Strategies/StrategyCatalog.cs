namespace ArchRepair.Engine.Repair.Strategies;

/// <summary>Every repair strategy by name, the default first; adding one is one class and one line here.</summary>
internal static class StrategyCatalog
{
    public static IReadOnlyDictionary<string, IRepairStrategy> All { get; } = new OrderedDictionary<string, IRepairStrategy>(StringComparer.Ordinal)
    {
        ["archrepair"] = new ArchRepairStrategy(),
        ["block"] = new BlockStrategy(),
        ["fine-tune"] = new FineTuneStrategy(),
        ["bn-recalibrate"] = new RecalibrateStrategy(),
        ["last-layer"] = new LastLayerStrategy(),
        ["random-block"] = new RandomBlockStrategy(),
        ["layer"] = new LayerStrategy(),
        ["interpolate"] = new InterpolateStrategy(),
        ["fine-tune-augmix"] = new FineTuneAugMixStrategy(),
        ["arachne"] = new ArachneStrategy(),
        ["apricot"] = new ApricotStrategy(),
        ["sensei"] = new SenseiStrategy(),
        ["failure-mix"] = new FailureMixStrategy(),
    };
}
