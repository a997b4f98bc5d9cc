using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Settings;
using ArchRepair.Engine.Models;
using ArchRepair.Engine.Projects;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Tests.Projects;

/// <summary>Every way in which a type of a project can fail to be a model, each with its code and its cure.</summary>
[TestFixture]
public sealed class ModelTrialsTests
{
    [OneTimeSetUp]
    public void LoadBackend() => Backend.Require();

    [TestCase("ResidulNet", "", "AR0208", "did you mean 'ArchRepair.Engine.Tests.Projects.Zoo.ResidualNet'?")]
    [TestCase("NoModule", "", "AR0209", "is no Module<Tensor, Tensor>; its base is System.Object")]
    [TestCase("AbstractNet", "", "AR0209", "abstract")]
    [TestCase("NeedsArguments", "", "AR0209", "no constructor without arguments")]
    [TestCase("VggNet", "", "AR0209", "is no Module<Tensor, Tensor>")]
    [TestCase("VggNet", "Creat", "AR0209", "did you mean 'Create'?")]
    [TestCase("VggNet", "NotAModel", "AR0209", "returns System.Int32; it must return a Module<Tensor, Tensor>")]
    [TestCase("VggNet", "Nothing", "AR0209", "'Nothing' that returned null")]
    [TestCase("Throwing", "", "AR0210", "threw FileNotFoundException: settings.ini is not there.")]
    [TestCase("GreyOnly", "", "AR0211", "on images [2,3,16,16], RGB: Expected 3D (unbatched) or 4D (batched) input with 1 channels")]
    [TestCase("FeatureMap", "", "AR0211", "to [2,4,14,14]; a classifier gives logits [N,K], here [2,4]")]
    [TestCase("EternalDropout", "", "AR0212", "differ between two runs on the same images")]
    [TestCase("BatchCentred", "", "AR0212", "with the other images of the batch")]
    [TestCase("Unregistered", "", "AR0216", "has no parameters; call RegisterComponents()")]
    [TestCase("ForgottenList", "", "AR0216", "ForgottenList.blocks")]
    public void What_cannot_be_a_model_is_named_with_its_cure(string type, string factory, string code, string text)
    {
        var problem = Assert.Throws<ArchRepairException>(() => ZooModels.Create(type, factory));

        Assert.That(problem.ExitCode, Is.EqualTo(ExitCode.Usage));
        Assert.That(problem.Diagnostics.Select(diagnostic => diagnostic.Code), Is.EqualTo(new[] { code }));
        Assert.That(problem.Message, Does.Contain(text));
    }

    [Test]
    public void A_simple_name_will_do_where_only_one_type_has_it()
    {
        var project = ProjectModel.Of(typeof(ModelTrialsTests).Assembly, new ModelProject("Zoo.csproj", "PlainNet"), [], []);

        using var model = ArchitectureCatalog.Create(new ModelSpecification("PlainNet", ZooModels.Classes, Engine.Models.Normalization.ImageNet, 32) { Project = project });

        Assert.That(model.Blocks, Has.Count.EqualTo(3));
    }

    [Test]
    public void A_model_with_other_answers_than_classes_is_refused()
    {
        var name = "ArchRepair.Engine.Tests.Projects.Zoo.ResidualNet";
        var project = ProjectModel.Of(typeof(ModelTrialsTests).Assembly, new ModelProject("Zoo.csproj", name), [], []);

        Assert.That(
            () => ArchitectureCatalog.Create(new ModelSpecification(name, 7, Engine.Models.Normalization.ImageNet, 16) { Project = project }),
            Throws.InstanceOf<ArchRepairException>().With.Message.Contains("gives 4 logits for an image, but there are 7 classes"));
    }

    [Test]
    public void One_layer_under_two_names_loads_from_a_file_that_knows_either_and_must_not_contradict_itself()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var source = ZooModels.Create("TwiceRegistered", seed: 1);
        using var target = ZooModels.Create("TwiceRegistered", seed: 2);
        var both = source.state_dict();
        Assert.That(both.Keys, Is.SupersetOf(new[] { "classifier.weight", "_fc.weight" }));

        foreach (var forgotten in new[] { "_fc.", "classifier." })
        {
            var known = both.Where(entry => !entry.Key.StartsWith(forgotten, StringComparison.Ordinal)).ToDictionary(entry => entry.Key, entry => entry.Value);
            Assert.That(WeightsLoader.Load(target, known), Is.Empty, $"a file without {forgotten}");
            Assert.That(BlockSurgery.IsBitEqual(target.state_dict()["_fc.weight"], both["_fc.weight"]), Is.True);
        }

        var contradicting = both.ToDictionary(entry => entry.Key, entry => entry.Key == "_fc.weight" ? entry.Value.add(1) : entry.Value);
        Assert.That(WeightsLoader.Compare(target, contradicting).Select(problem => problem.Message), Has.One.Contain("classifier.weight and _fc.weight are one tensor"));
    }
}
