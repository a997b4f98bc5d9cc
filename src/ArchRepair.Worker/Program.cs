using ArchRepair.Worker;

return WorkerDoor.Run(args, Console.In, Console.Out, Console.Error);
