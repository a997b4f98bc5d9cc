using ArchRepair.Engine.Native;

using QuickStart;
using Training;

// "draw" makes the images; "train" also trains the model, damages a copy and records the baseline; "candidate" does the same without
// training.
var folder = (string)AppContext.GetData("ModelProject.Folder")!;
ShapeSet.WriteAll(Path.Combine(folder, "data"));
if (args is ["draw"]) return 0;
if (args is not (["train"] or ["candidate"]))
{
    Console.WriteLine("usage: dotnet run --project samples/ModelProject/Training -- draw | train | candidate");
    return 2;
}

NativeBackend.Load(new NativeBackendOptions { Threads = Environment.ProcessorCount });
var (healthy, candidate) = (Path.Combine(folder, "weights", "healthy.dat"), Path.Combine(folder, "weights", "candidate.dat"));
if (args is ["train"]) Trainer.Train(Path.Combine(folder, "data"), healthy);
Trainer.Damage(healthy, candidate);

// No baseline yet: the check is inconclusive (exit 3), which is what 'accept' is for.
var tool = new ToolRun((string)AppContext.GetData("ModelProject.Tool")!, folder);
tool.Run(["check", "--weights", "weights/healthy.dat", "--no-repair"]);
return tool.Run(["baseline", "accept", "--force"]);
