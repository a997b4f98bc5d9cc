using QuickStart;

// No argument: draw the images and walk the whole street. "train": make the committed weights and baseline again; "candidate":
// the same without the training.
var folder = (string)AppContext.GetData("QuickStart.Folder")!;
var tool = new ToolRun((string)AppContext.GetData("QuickStart.Tool")!, folder);
ShapeSet.WriteAll(Path.Combine(folder, "data"));

if (args is ["draw"]) return 0;
if (args is ["train"] or ["candidate"]) return Training.MakeWeights(folder, tool, isTrainedAnew: args is ["train"]);
if (args is ["--help"] or ["-h"])
{
    Console.WriteLine("usage: dotnet run --project samples/QuickStart [-- draw | train | candidate | any further options of 'check']");
    return 0;
}

var code = tool.Run(["check", "archrepair.json", "--accept-repair", .. args]);
Console.WriteLine();
Console.WriteLine($"Exit code {code}. The report: {Path.Combine(folder, "output", "report.md")}");
return code;
