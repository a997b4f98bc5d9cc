using System.Globalization;
using System.Text;

using ArchRepair.Core.Files;
using ArchRepair.Core.Protocol;
using ArchRepair.Core.Results;
using ArchRepair.Reporting.Drawing;
using ArchRepair.Reporting.Sections;

namespace ArchRepair.Reporting;

/// <summary>Writes a block ranking by itself: JSON, Markdown and pictures.</summary>
public static class RankingReport
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>
    /// Writes <c>ranking.json</c>, <c>ranking.md</c> and their pictures as SVG and, where this machine can draw them, PNG; each file
    /// appears whole or not at all.
    /// </summary>
    /// <param name="ranking">At least one block.</param>
    /// <param name="directory">Folder; made when missing.</param>
    /// <returns>Paths of the written files, the Markdown first.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static IReadOnlyList<string> Write(BlockRanking ranking, string directory)
    {
        ArgumentNullException.ThrowIfNull(ranking);
        ArgumentException.ThrowIfNullOrEmpty(directory);
        var pictures = PicturesOf(ranking);
        (string Name, byte[] Bytes)[] files =
        [
            ("ranking.md", Utf8.GetBytes(Markdown(ranking, pictures.Keys))),
            ("ranking.json", Utf8.GetBytes(CoreJson.Serialize(ranking, isIndented: true) + "\n")),
            .. pictures.Select(entry => (Path.Combine(Pictures.Folder, entry.Key + ".svg"), Utf8.GetBytes(entry.Value.Standalone()))),
            .. PngPlots.Of(ranking).Select(entry => (Path.Combine(Pictures.Folder, entry.Key + ".png"), entry.Value)),
        ];
        var written = new List<string>();
        foreach (var (name, bytes) in files)
        {
            var path = Path.Combine(directory, name);
            AtomicFile.WriteBytes(path, bytes);
            written.Add(path);
        }

        return written;
    }

    /// <summary>The ranking as Markdown, without pictures.</summary>
    /// <param name="writer">Gets the text with <c>\n</c> line ends; not disposed.</param>
    public static void WriteMarkdown(BlockRanking ranking, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(ranking);
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Markdown(ranking, []));
    }

    private static Dictionary<string, Svg> PicturesOf(BlockRanking ranking)
    {
        var pictures = new Dictionary<string, Svg>(StringComparer.Ordinal);
        if (RankingPicture.Of(ranking) is { } bars) pictures[RankingSection.Key] = bars;
        if (DepthPicture.Of(ranking) is { } depth) pictures[DepthSection.Key] = depth;
        return pictures;
    }

    private static string Markdown(BlockRanking ranking, IEnumerable<string> pictures)
    {
        var shown = pictures.ToHashSet(StringComparer.Ordinal);
        ReportSection?[] sections = [RankingSection.Of(ranking), DepthSection.Of(ranking)];
        var text = string.Create(CultureInfo.InvariantCulture, $"{MarkdownText.Join(sections.OfType<ReportSection>().Select(section => shown.Contains(section.Key)
            ? section with { Markdown = $"![{section.Title}]({Pictures.Folder}/{section.Key}.svg)\n\n{section.Markdown}" }
            : section))}");
        // The depth picture shows scores by depth also where no corruption is known, and its section leaves itself out.
        return shown.Contains(DepthSection.Key) && ranking.ByCorruption.Count == 0 ? $"{text}\n![Scores by depth]({Pictures.Folder}/{DepthSection.Key}.svg)\n" : text;
    }
}
