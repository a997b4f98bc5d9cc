using System.Text;
using ArchRepair.Engine.Formats;

namespace ArchRepair.Engine.Tests.Formats;

/// <summary>The restricted pickle reader on hand-made pickles.</summary>
public sealed class PickleReaderTests
{
    [TestCase(0L)]
    [TestCase(-1L)]
    [TestCase(1L << 40)]
    [TestCase(long.MinValue)]
    public void Integers_of_eight_bytes_are_read_with_their_sign(long value) =>
        Assert.That(Read(new PickleBuilder().Integer(value).Stop()), Is.EqualTo(value));

    [Test]
    public void Short_integers_texts_and_constants_are_read()
    {
        var pickle = new PickleBuilder()
            .Op('(').Op((byte)'K', 200).Op((byte)'M', 0x34, 0x12).Op((byte)'J', 0xff, 0xff, 0xff, 0xff).Op(0x8a, 1, 0x80)
            .Real(0.5).Text("ü").Op((byte)'U', 1, (byte)'s').Op('N').Op(0x88).Op(0x89).Op('t').Stop();
        var tuple = (PickleTuple)Read(pickle)!;
        Assert.That(tuple.Items, Is.EqualTo(new object?[] { 200L, 0x1234L, -1L, -128L, 0.5, "ü", "s", null, true, false }));
    }

    [Test]
    public void Protocol_4_with_frames_memo_and_stacked_names_is_read()
    {
        var pickle = new PickleBuilder(4).Op(0x95, 0, 0, 0, 0, 0, 0, 0, 0)
            .Op(0x8c, 11).Op(Encoding.ASCII.GetBytes("collections")).Op(0x94).Op(0x8c, 11).Op(Encoding.ASCII.GetBytes("OrderedDict"))
            .Op(0x93).Op(')').Op('R').Op(0x8c, 1, (byte)'k').Op((byte)'h', 0).Op('s').Stop();
        var dictionary = (PickleDictionary)Read(pickle)!;
        Assert.That(dictionary.Find("k"), Is.EqualTo("collections"));
    }

    [Test]
    public void An_ordered_dictionary_of_Python_2_is_made_of_pairs()
    {
        var pickle = new PickleBuilder().Global("collections", "OrderedDict").Op(']').Op('(')
            .Op(']').Op('(').Text("a").Integer(1).Op('e').Op('(').Text("b").Integer(2).Op('t').Op('e').Op(0x85).Op('R').Stop();
        var dictionary = (PickleDictionary)Read(pickle)!;
        Assert.That(dictionary.Items.Select(item => item.Key), Is.EqualTo(["a", "b"]));
    }

    [Test]
    public void Training_arguments_and_numpy_scalars_beside_the_tensors_are_dropped()
    {
        var pickle = new PickleBuilder()
            .Global("argparse", "Namespace").Op(')').Op(0x81).Dictionary(items => items.Text("lr").Real(0.1)).Op('b').Stop();
        Assert.That(Read(pickle), Is.InstanceOf<PickleOpaque>());
        var scalar = new PickleBuilder().Global("numpy.core.multiarray", "scalar").Global("numpy", "dtype").Text("f8").Op(0x85).Op('R')
            .Op((byte)'C', 8, 0, 0, 0, 0, 0, 0, 0, 0).Op(0x86).Op('R').Stop();
        Assert.That(Read(scalar), Is.InstanceOf<PickleOpaque>());
    }

    [TestCase("os", "system")]
    [TestCase("posix", "system")]
    [TestCase("builtins", "eval")]
    [TestCase("__builtin__", "exec")]
    [TestCase("torch.nn.modules.linear", "Linear")]
    [TestCase("collections", "OrderedDict.__reduce__")]
    [TestCase("torch._utils", "_rebuild_tensor_v2 ")]
    public void A_name_outside_the_list_is_refused_by_name(string module, string name)
    {
        var pickle = new PickleBuilder().Global(module, name).Text("echo harm").Op(0x85).Op('R').Stop();
        Assert.That(Reason(pickle), Does.Contain($"{module}.{name}").And.Contains("nothing was executed").And.Contains("state_dict()"));
    }

    [Test]
    public void A_name_with_control_characters_is_shown_without_them() =>
        Assert.That(Reason(new PickleBuilder().Global("o\u001b[31ms", "system").Stop()), Does.Contain("o?[31ms.system"));

    [Test]
    public void Tensors_of_complex_numbers_are_refused_as_such() =>
        Assert.That(Reason(new PickleBuilder().Global("torch", "ComplexFloatStorage").Stop()), Does.Contain("element type"));

    [Test]
    public void A_pickled_module_of_the_legacy_form_is_refused_with_the_way_out()
    {
        var pickle = new PickleBuilder().Op('(').Text("module").Text("Net").Text("net.py").Text("source").Op('t').Op('Q').Stop();
        Assert.That(Reason(pickle), Does.Contain("torch.save(model.state_dict()"));
    }

    [TestCase('0', TestName = "An_instruction_outside_the_list_is_refused(POP)")]
    [TestCase('i', TestName = "An_instruction_outside_the_list_is_refused(INST)")]
    [TestCase('o', TestName = "An_instruction_outside_the_list_is_refused(OBJ)")]
    [TestCase('P', TestName = "An_instruction_outside_the_list_is_refused(PERSID)")]
    [TestCase('S', TestName = "An_instruction_outside_the_list_is_refused(STRING)")]
    [TestCase('\u0082', TestName = "An_instruction_outside_the_list_is_refused(EXT1)")]
    [TestCase('\u0092', TestName = "An_instruction_outside_the_list_is_refused(NEWOBJ_EX)")]
    public void An_instruction_outside_the_list_is_refused(char opcode) =>
        Assert.That(Reason(new PickleBuilder().Op('N').Op(opcode).Stop()), Does.Contain("is not among those that state dicts need"));

    [Test]
    public void Values_that_are_not_there_cannot_be_taken()
    {
        Assert.That(Reason(new PickleBuilder().Op('a').Stop()), Does.Contain("takes a value where there is none"));
        Assert.That(Reason(new PickleBuilder().Op('N').Op('(').Op(0x85).Stop()), Does.Contain("takes a value where there is none"));
        Assert.That(Reason(new PickleBuilder().Op('t').Stop()), Does.Contain("closes what it never opened"));
        Assert.That(Reason(new PickleBuilder().Op((byte)'h', 7).Stop()), Does.Contain("recalls value 7"));
        Assert.That(Reason(new PickleBuilder().Op('N').Op('N').Stop()), Does.Contain("values left over"));
    }

    [Test]
    public void A_call_of_anything_else_than_a_known_function_is_refused()
    {
        Assert.That(Reason(new PickleBuilder().Text("f").Op(')').Op('R').Stop()), Does.Contain("calls something that is no function"));
        Assert.That(Reason(new PickleBuilder().Global("torch", "FloatStorage").Op(')').Op('R').Stop()), Does.Contain("torch.FloatStorage"));
        Assert.That(Reason(new PickleBuilder().Global("collections", "OrderedDict").Op(')').Op(0x81).Stop()), Does.Contain("makes an object"));
        Assert.That(Reason(new PickleBuilder().Op(']').Op('}').Op('b').Stop()), Does.Contain("sets attributes"));
    }

    [Test]
    public void A_long_text_is_refused_before_it_is_allocated()
    {
        var pickle = new PickleBuilder().Op((byte)'X', 0xff, 0xff, 0xff, 0xff).Stop();
        Assert.That(Reason(pickle), Does.Contain("4294967295 more bytes are announced"));
        Assert.That(Hostile.Read(pickle, ReadWhole), Is.Null);
    }

    [Test]
    public void Deep_nesting_ends_in_a_refusal_not_in_a_stack_overflow()
    {
        var marks = new PickleBuilder().Op(Enumerable.Repeat((byte)'(', 2_000).ToArray()).Stop();
        Assert.That(Reason(marks), Does.Contain("nested deeper than 1000"));
        var lists = new PickleBuilder().Op(Enumerable.Repeat((byte)']', 300_000).ToArray()).Stop();
        Assert.That(Reason(lists), Does.Contain("piles up more than"));
        // 200,000 lists, each in the next: read, walked without recursion, and found to be no state dict.
        var nested = new PickleBuilder().Op(Enumerable.Repeat((byte)']', 200_000).ToArray()).Op(Enumerable.Repeat((byte)'a', 199_999).ToArray()).Stop();
        Assert.That(Hostile.Reason(Checkpoints.Zip(nested), WeightsFile.Read), Does.Contain("no single state dict"));
        var tuples = new PickleBuilder().Op(')').Op(Enumerable.Repeat((byte)0x85, 400_000).ToArray()).Stop();
        Assert.That(Hostile.Reason(Checkpoints.Zip(tuples), WeightsFile.Read), Does.Contain("no single state dict"));
    }

    [Test]
    public void Endless_instructions_are_cut_off()
    {
        var pickle = new PickleBuilder().Op(']').Op([.. Enumerable.Repeat<byte[]>([(byte)'N', (byte)'a'], 600_000).SelectMany(pair => pair)]).Stop();
        Assert.That(Reason(pickle), Does.Contain("more than 1000000 instructions"));
    }

    [Test]
    public void Dictionaries_that_hold_themselves_many_times_are_walked_once()
    {
        var pickle = new PickleBuilder().Op('}').Op((byte)'q', 0).Op('(');
        for (var i = 0; i < 500; i++) pickle.Text($"k{i}").Op((byte)'h', 0);
        Assert.That(Hostile.Reason(Checkpoints.Zip(pickle.Op('u').Stop()), WeightsFile.Read), Does.Contain("no single state dict"));
    }

    private static object? Read(byte[] pickle)
    {
        using var file = SourceFile.OfBytes("pickle", pickle);
        return ReadWhole(file);
    }

    private static object ReadWhole(SourceFile file) => PickleReader.Read(new ByteCursor(file, 0, file.Length)) ?? "None";

    private static string Reason(byte[] pickle) => Hostile.Reason(pickle, ReadWhole);
}
