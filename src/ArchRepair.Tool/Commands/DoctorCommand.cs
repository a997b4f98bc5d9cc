using System.CommandLine;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Protocol;
using ArchRepair.Tool.CommandLine;
using ArchRepair.Tool.Terminal;
using ArchRepair.Tool.Workers;

namespace ArchRepair.Tool.Commands;

/// <summary><c>doctor</c>: says which backend loads, which devices there are, and exactly why not.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var options = new CommonOptions();
        var command = new Command("doctor", """
            Says which backend loads from where, which devices there are, and when it fails, the loader's own words.

            Examples:
              dotnet archrepair doctor
              ARCHREPAIR_LIBTORCH=/opt/torch/lib dotnet archrepair doctor
            """);
        foreach (var option in new Option[] { options.Threads, options.Device, options.Format, options.Verbosity }) command.Options.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            var environment = ToolEnvironment.Process;
            var talk = new Talk(parsed.InvocationConfiguration.Error, isSilent: false, isDetailed: parsed.GetRequiredValue(options.Verbosity) == "detailed", isLive: false, TimeProvider.System);
            var compute = RunContext.ComputeOf(parsed, options, environment, 0);
            var response = await new WorkerClient(environment, talk)
                .AskAsync<DoctorResponse>(path => new DoctorRequest(WorkerRequest.CurrentSchema, path, compute), cancellation).ConfigureAwait(false);
            var output = parsed.InvocationConfiguration.Output;
            var backend = response.Backend;
            if (parsed.GetRequiredValue(options.Format) == "json")
            {
                await output.WriteLineAsync(CoreJson.Serialize<WorkerResponse>(response, isIndented: true)).ConfigureAwait(false);
                return (int)ExitCode.Passed;
            }

            output.WriteLine($"archrepair   {RunContext.ToolVersion} on .NET {Environment.Version}, {System.Runtime.InteropServices.RuntimeInformation.OSDescription}");
            output.WriteLine($"torchsharp   {backend.TorchSharpVersion}");
            output.WriteLine($"libtorch     {backend.LibTorchVersion} ({backend.CpuCapability}) from {backend.LibTorchFolder}");
            output.WriteLine($"glue         {(backend.IsRelaxedCopy ? "a copy whose need of a newer libstdc++ was relaxed" : "as shipped")}");
            output.WriteLine($"devices      {string.Join(", ", backend.Devices)}; {backend.Threads} threads");
            foreach (var file in backend.LoadedFiles) output.WriteLine($"  loaded     {file}");
            foreach (var warning in backend.Warnings) output.WriteLine($"  warning    {warning}");
            return (int)ExitCode.Passed;
        });
        return command;
    }
}
