using ArchRepair.Engine.Formats;

namespace ArchRepair.Engine.Tests.Formats;

/// <summary>Where a checkpoint keeps its state dict, and what becomes of the names.</summary>
public sealed class StateDictTests
{
    private static readonly byte[] Storage = Checkpoints.Floats(1, 2);

    [TestCase("state_dict")]
    [TestCase("model_state_dict")]
    [TestCase("model")]
    [TestCase("net")]
    [TestCase("ema_of_something")]
    public void A_state_dict_is_found_under_a_key(string key)
    {
        var pickle = new PickleBuilder().Dictionary(root =>
            root.Text("epoch").Integer(3).Text(key).Dictionary(items => items.Text("w").Tensor(TensorSpecification.Row("0", 2))).Text("note").Text("x"));
        Assert.That(Names(pickle), Is.EqualTo(["w"]));
    }

    [Test]
    public void The_usual_key_wins_over_a_tensor_beside_it()
    {
        var pickle = new PickleBuilder().Dictionary(root =>
            root.Text("loss").Tensor(TensorSpecification.Row("0", 2)).Text("state_dict")
                .Dictionary(items => items.Text("w").Tensor(TensorSpecification.Row("0", 2))));
        Assert.That(Names(pickle), Is.EqualTo(["w"]));
    }

    [Test]
    public void Two_state_dicts_under_unusual_keys_are_not_guessed_between()
    {
        var pickle = new PickleBuilder().Dictionary(root =>
        {
            foreach (var key in new[] { "generator", "discriminator" })
                root.Text(key).Dictionary(items => items.Text("w").Tensor(TensorSpecification.Row("0", 2)));
        });
        Assert.That(Reason(pickle), Does.Contain("its keys are generator, discriminator").And.Contains("torch.save(model.state_dict()"));
    }

    [Test]
    public void Wrapper_prefixes_are_removed()
    {
        var pickle = Dict("module.a", "module._orig_mod.b", "n_averaged");
        Assert.That(Names(pickle), Is.EqualTo(["a", "b", "n_averaged"]));
    }

    [Test]
    public void Wrapper_prefixes_stay_where_two_names_would_become_one() =>
        Assert.That(Names(Dict("module.a", "a")), Is.EqualTo(["module.a", "a"]));

    [Test]
    public void A_name_given_twice_is_refused() => Assert.That(Reason(Dict("a", "a")), Does.Contain("two tensors named a"));

    [Test]
    public void A_single_tensor_or_an_empty_dictionary_is_no_state_dict()
    {
        Assert.That(Reason(new PickleBuilder().Tensor(TensorSpecification.Row("0", 2))), Does.Contain("a single tensor"));
        Assert.That(Reason(new PickleBuilder().Op('}')), Does.Contain("empty"));
        Assert.That(Reason(new PickleBuilder().Integer(1)), Does.Contain("a single value"));
    }

    [Test]
    public void Tensors_may_share_a_storage()
    {
        var pickle = new PickleBuilder().Dictionary(items =>
            items.Text("a").Tensor(TensorSpecification.Row("0", 2)).Text("b").Tensor(new TensorSpecification("0", 2, [1], [1]) { Offset = 1 }));
        var tensors = Read(pickle).Tensors;
        Assert.That(Checkpoints.Floats(tensors[0].Bytes), Is.EqualTo(new float[] { 1, 2 }));
        Assert.That(Checkpoints.Floats(tensors[1].Bytes), Is.EqualTo(new float[] { 2 }));
    }

    private static PickleBuilder Dict(params string[] names) => new PickleBuilder().Dictionary(items =>
    {
        foreach (var name in names) items.Text(name).Tensor(TensorSpecification.Row("0", 2));
    });

    private static StoredWeights Read(PickleBuilder pickle)
    {
        using var file = SourceFile.OfBytes("checkpoint", Checkpoints.Zip(pickle.Stop(), ("0", Storage)));
        return WeightsFile.Read(file);
    }

    private static IEnumerable<string> Names(PickleBuilder pickle) => Read(pickle).Tensors.Select(tensor => tensor.Name);

    private static string Reason(PickleBuilder pickle) => Hostile.Reason(Checkpoints.Zip(pickle.Stop(), ("0", Storage)), WeightsFile.Read);
}
