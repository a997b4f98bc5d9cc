using ArchRepair.Engine.Models;
using ArchRepair.Engine.Repair.Training;
using ArchRepair.Engine.Search;
using ArchRepair.Engine.Tests.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Tests.Search;

/// <summary>The formulas of the search: second order, curvature, entropy, early stop, softmax.</summary>
public sealed class SearchMathTests
{
    [OneTimeSetUp]
    public void LoadBackend() => Backend.Require();

    [Test]
    public void The_second_order_gradient_of_a_function_with_a_known_one_is_that()
    {
        // L_fit = ½(w − α)², L_search = ½(w − 1)²: w' = w − ξ(w − α), so d/dα ½(w' − 1)² = (w' − 1)·ξ.
        using var scope = NewDisposeScope();
        var (w, alpha) = (new Parameter(tensor(new[] { 3.0 })), new Parameter(tensor(new[] { 0.5 })));
        const double rate = 0.2;

        var loss = new GateGradient([w], [alpha]).Compute(
            rate, () => Gradients([w, alpha], () => (w - alpha).square().sum() / 2), () => Gradients([w, alpha], () => ((w - 1).square().sum() / 2) + (0 * alpha.sum())));

        const double ahead = 3.0 - (rate * (3.0 - 0.5));
        Assert.That(alpha.grad!.item<double>(), Is.EqualTo((ahead - 1) * rate).Within(1e-9));
        Assert.That(loss, Is.EqualTo((ahead - 1) * (ahead - 1) / 2).Within(1e-9));
        Assert.That(w.item<double>(), Is.EqualTo(3.0), "weights come back");
    }

    [Test]
    public void The_hessian_vector_product_is_that_of_double_differentiation_and_of_finite_differences_of_the_loss()
    {
        // A smooth mixture: where a ReLU switches, the exact Hessian has no value that differences could be compared with.
        using var scope = NewDisposeScope();
        var random = new Generator(4);
        Tensor Draw(params long[] shape) => randn(shape, ScalarType.Float64, generator: random);
        Parameter[] weights = [new(Draw(6, 5)), new(Draw(6, 5)), new(Draw(3, 6))];
        Parameter[] gates = [new(tensor(new[] { 0.7 })), new(tensor(new[] { -0.4 }))];
        var (images, labels) = (Draw(8, 5), tensor(new long[] { 0, 1, 2, 0, 1, 2, 0, 1 }));
        Tensor Loss() => nn.functional.cross_entropy(
            ((gates[0] * images.mm(weights[0].t()).tanh()) + (gates[1] * images.mm(weights[1].t()).sigmoid())).tanh().mm(weights[2].t()), labels);
        Tensor[] at = [.. weights.Select(weight => weight.detach().clone())];
        Tensor[] direction = [.. weights.Select(weight => Draw(weight.shape))];

        var product = new GateGradient(weights, gates).HessianVectorProduct(at, direction, () => Gradients([.. gates, .. weights], Loss))
            .Select(part => part.item<double>()).ToArray();

        var first = autograd.grad([Loss()], weights, create_graph: true, retain_graph: true);
        var along = first.Zip(direction, (gradient, part) => (gradient * part).sum()).Aggregate((left, right) => left + right);
        double[] exact = [.. autograd.grad([along], gates).Select(part => part.item<double>())];
        Assert.That(exact.Max(Math.Abs), Is.GreaterThan(1e-2));
        Assert.That(product, Is.EqualTo(exact).Within(1e-4));

        // ∂²L/∂α∂ε of L(α, w + ε·v) by central differences in both.
        const double step = 1e-3;
        double At(int gate, double gateStep, double weightStep)
        {
            using var noGrad = no_grad();
            gates[gate].add_(gateStep);
            foreach (var (weight, from, part) in weights.Zip(at, direction)) weight.copy_(from + (part * weightStep));
            var loss = Loss().item<double>();
            gates[gate].sub_(gateStep);
            return loss;
        }
        double[] crossed = [.. gates.Select((_, gate) => (At(gate, step, step) - At(gate, step, -step) - At(gate, -step, step) + At(gate, -step, -step)) / (4 * step * step))];
        Assert.That(product, Is.EqualTo(crossed).Within(1e-4));
    }

    [Test]
    public void Weights_come_back_bit_by_bit_after_a_second_order_gradient()
    {
        using var scope = NewDisposeScope();
        using var model = Networks.Create("resnet8");
        var parameters = model.parameters().ToArray();
        var before = parameters.Select(parameter => parameter.detach().clone()).ToArray();
        var gate = new Parameter(ones(1));
        var images = Networks.Images(4, 16);
        double Loss() => Gradients([.. parameters, gate], () => nn.functional.cross_entropy(model.call(images) * gate, tensor(new long[] { 1, 2, 3, 4 })));

        new GateGradient(parameters, [gate]).Compute(0.1, Loss, Loss);

        foreach (var (parameter, old) in parameters.Zip(before)) Assert.That(BlockSurgery.IsBitEqual(parameter, old));
    }

    [Test]
    public void The_dominant_eigenvalue_of_a_known_quadratic_is_found_with_its_sign()
    {
        // L = ½ αᵀ H α with H = diag(1, −6, 2): dominant −6.
        using var scope = NewDisposeScope();
        double[] diagonal = [1, -6, 2];
        Parameter[] gates = [.. diagonal.Select(_ => new Parameter(tensor(new[] { 0.4 })))];

        var eigenvalue = GateCurvature.Dominant(
            gates, () => Gradients(gates, () => gates.Zip(diagonal, (gate, factor) => gate.square().sum() * (factor / 2)).Aggregate((left, right) => left + right)), iterations: 25);

        Assert.That(eigenvalue, Is.EqualTo(-6).Within(1e-3));
        Assert.That(gates.Select(gate => gate.item<double>()), Is.All.EqualTo(0.4));
    }

    [Test]
    public void Entropy_is_one_for_equal_gates_and_zero_for_a_single_one()
    {
        Assert.That(GateEntropy.Of([[0, 0, 0]]), Is.EqualTo(1));
        Assert.That(GateEntropy.Of([[0.2, -0.2, 0.2, -0.2]]), Is.EqualTo(1).Within(1e-12));
        Assert.That(GateEntropy.Of([[0, -0.7, 0]]), Is.EqualTo(0).Within(1e-12));
        Assert.That(GateEntropy.Of([[0.75, 0.25]]), Is.EqualTo(0.8112781244591328).Within(1e-12)); // binary entropy of 1/4 in bits
        Assert.That(GateEntropy.Of([[1, 0], [1, 1]]), Is.EqualTo(0.5).Within(1e-12));
    }

    [Test]
    public void A_search_ends_when_the_loss_or_the_curvature_rises_and_only_where_that_is_watched()
    {
        var both = SearchOptions.Default with { StopsOnLoss = true, StopsOnCurvature = true };
        var none = SearchOptions.Default with { StopsOnLoss = false, StopsOnCurvature = false };

        Assert.That(SearchGuard.Reason(new([1, 0.8, 0.7, 0.71], [1, 1, 1, 1]), both), Is.Null, "within the noise");
        Assert.That(SearchGuard.Reason(new([1, 0.8, 0.7, 0.9], [1, 1, 1, 1]), both), Does.Contain("rose to 0.900 from 0.700"));
        Assert.That(SearchGuard.Reason(new([1, 0.8, 0.7, 0.6], [1, 1.1, -0.9, -1.5]), both), Does.Contain("eigenvalue"));
        Assert.That(SearchGuard.Reason(new([1, 0.8, 0.7, 0.6], [1, 1.1, -0.9, 1.2]), both), Is.Null);
        Assert.That(SearchGuard.Reason(new([1, 0.8, 0.7, 0.9], [1, 1, 1, 9]), none), Is.Null);
    }

    [Test]
    public void The_plain_softmax_start_changes_the_network_and_settles_into_gates_without_a_change()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var model = Networks.Create("resnet20");
        model.eval();
        var images = Networks.Images(2, 32);
        var original = model.call(images);
        var block = model.FindBlock("layer2.0");
        var cell = CellBlock.Relax(block, model.ModuleOf(block.Index), ["conv1x1", "max3x3"], seed: 1, SearchStart.Softmax);
        model.ReplaceBlock("layer2.0", cell);
        model.eval();
        var mixed = model.call(images);

        cell.SettleMixture();

        Assert.That(BlockSurgery.IsBitEqual(mixed, original), Is.False);
        Assert.That(cell.Edges.Select(edge => edge.Gate!.item<float>()), Is.All.EqualTo(1 / 3f).Within(1e-6));
        Assert.That(model.call(images).sub(mixed).abs().max().item<float>(), Is.LessThan(1e-5f * mixed.abs().max().item<float>()));
        Assert.That(model.state_dict().Keys, Has.None.Contains("mixture"));
    }

    private static double Gradients(IReadOnlyList<Parameter> parameters, Func<Tensor> loss)
    {
        using (no_grad())
        {
            foreach (var parameter in parameters) parameter.grad?.zero_();
        }
        using var value = loss();
        value.backward();
        return value.to(ScalarType.Float64).item<double>();
    }
}
