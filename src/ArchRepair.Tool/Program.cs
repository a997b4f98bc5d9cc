using ArchRepair.Tool.CommandLine;

return await RootDoor.RunAsync(args, Console.Out, Console.Error).ConfigureAwait(false);
