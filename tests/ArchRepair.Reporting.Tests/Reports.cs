using System.Globalization;

using ArchRepair.Core.Results;

namespace ArchRepair.Reporting.Tests;

internal static class Reports
{
    public static string Text(Action<CheckResult, TextWriter> write, CheckResult result)
    {
        using var text = new StringWriter(CultureInfo.CurrentCulture);
        write(result, text);
        return text.ToString();
    }
}
