using ArchRepair.Tool.Tests.Support;

return MisbehavingWorker.Run(args);
