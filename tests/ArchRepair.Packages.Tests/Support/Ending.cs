namespace ArchRepair.Packages.Tests.Support;

/// <summary>What a command left behind.</summary>
internal sealed record Ending(int Code, string Output, string Error)
{
    /// <summary>How many checks the tool began.</summary>
    public int Checks => Output.Split('\n').Count(line => line.Contains("Evaluating ", StringComparison.Ordinal));

    public override string ToString() => $"exit {Code}\n{Output}\n{Error}";
}
