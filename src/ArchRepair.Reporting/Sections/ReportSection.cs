namespace ArchRepair.Reporting.Sections;

/// <summary>One part of a report.</summary>
/// <param name="Key">Anchor and place for pictures, e.g. <c>heat-map</c>.</param>
/// <param name="Title">Heading; plain words of ours.</param>
/// <param name="Markdown">Body, ending with a line break.</param>
internal sealed record ReportSection(string Key, string Title, string Markdown);
