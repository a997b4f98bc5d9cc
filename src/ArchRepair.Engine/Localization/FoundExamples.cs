using ArchRepair.Core.Results;

namespace ArchRepair.Engine.Localization;

/// <summary>Collects examples with a quota for each cell, so that no cell crowds out the others.</summary>
internal sealed class FoundExamples(ExampleRequest request, int imageBytes)
{
    private readonly List<byte[]> failures = [];
    private readonly List<byte[]> passes = [];
    private readonly List<int> failureLabels = [];
    private readonly List<int> passLabels = [];
    private readonly List<Cell> failureOrigins = [];
    private readonly List<Cell> passOrigins = [];
    private Cell cell = Cell.Clean;
    private int failureQuota;
    private int passQuota;
    private int failuresOfCell;
    private int passesOfCell;

    public int ImageBytes => imageBytes;

    public bool IsComplete => failures.Count >= request.Failures && passes.Count >= request.Passes;

    /// <summary>Shares what is missing among the cells; at least one each.</summary>
    public void BeginRound(int cells)
    {
        failureQuota = Math.Max(1, (request.Failures - failures.Count) / cells);
        passQuota = Math.Max(1, (request.Passes - passes.Count) / cells);
    }

    public void BeginCell(Cell next) => (cell, failuresOfCell, passesOfCell) = (next, 0, 0);

    public void Offer(ReadOnlySpan<byte> image, int label, bool isFailure)
    {
        if (isFailure && failuresOfCell < failureQuota && failures.Count < request.Failures)
        {
            failures.Add(image.ToArray());
            failureLabels.Add(label);
            failureOrigins.Add(cell);
            failuresOfCell++;
        }
        else if (!isFailure && passesOfCell < passQuota && passes.Count < request.Passes)
        {
            passes.Add(image.ToArray());
            passLabels.Add(label);
            passOrigins.Add(cell);
            passesOfCell++;
        }
    }

    public LocalizationExamples ToExamples(int height, int width, IReadOnlyList<Cell> cells)
    {
        var description = $"{failures.Count} failures and {passes.Count} passes, balanced over {cells.Count} cells of the {request.Source}";
        byte[] images = [.. failures.Concat(passes).SelectMany(image => image)];
        return new LocalizationExamples(images, height, width, [.. failureLabels, .. passLabels], failures.Count, description, cells)
        {
            Origins = [.. failureOrigins, .. passOrigins],
        };
    }
}
