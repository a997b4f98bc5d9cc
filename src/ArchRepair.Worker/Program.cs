using ArchRepair.Worker;

WorkerAssemblies.FindBesideWorker();
return WorkerDoor.Run(args, Console.In, Console.Out, Console.Error);
