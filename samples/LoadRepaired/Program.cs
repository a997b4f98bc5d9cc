using System.Globalization;
using ArchRepair.Engine.Native;
using ArchRepair.Engine.Repair;
using TorchSharp;

if (args.Length != 1)
{
    Console.Error.WriteLine("usage: dotnet run --project samples/LoadRepaired -- REPAIRED.safetensors");
    return 2;
}

// The three lines: backend (before anything else touches a tensor), network, answers.
NativeBackend.Load(new NativeBackendOptions());
using var model = RepairedModel.Load(args[0]);
using var logits = model.call(model.Specification.Normalization.Apply(GreyImage(side: 32)));

Console.WriteLine($"{model.Specification.Architecture}, {model.Specification.Classes} classes");
foreach (var block in GenotypeBuilder.Of(model).Blocks)
    Console.WriteLine($"{block.Path} repaired with {string.Join(", ", block.Edges.Select(edge => edge.Operation))}");
Console.WriteLine($"logits of a grey image: {string.Join(' ', logits.data<float>().Select(value => value.ToString("f6", CultureInfo.InvariantCulture)))}");
return 0;

// Yours instead: float [N,3,H,W], RGB in [0,1].
static torch.Tensor GreyImage(int side) => torch.full([1, 3, side, side], 0.5f);
