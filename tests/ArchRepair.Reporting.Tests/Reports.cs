using System.Globalization;

using ArchRepair.Core.Results;

namespace ArchRepair.Reporting.Tests;

internal static class Reports
{
    public static string Text(Action<CheckResult, TextWriter> write, CheckResult result) => Text<CheckResult>(write, result);

    /// <summary>The text of one form, from a result or from a document made ready once for all forms.</summary>
    public static string Text<T>(Action<T, TextWriter> write, T source)
    {
        using var text = new StringWriter(CultureInfo.CurrentCulture);
        write(source, text);
        return text.ToString();
    }
}
