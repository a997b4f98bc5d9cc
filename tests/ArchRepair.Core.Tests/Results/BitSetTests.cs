using System.IO.Compression;
using System.Text.Json;
using ArchRepair.Core.Results;
using ArchRepair.Core.Tests.Statistics;
using CsCheck;

namespace ArchRepair.Core.Tests.Results;

public sealed class BitSetTests
{
    private static readonly Gen<bool[]> Bools = Gen.Bool.Array[0, 300];

    private static readonly Gen<(bool[] Here, bool[] There)> Pairs =
        Gen.Int[0, 300].SelectMany(length => Gen.Select(Gen.Bool.Array[length], Gen.Bool.Array[length]));

    [Test]
    public void It_holds_the_bits_it_was_given()
    {
        Properties.ForAll(Bools, bools =>
        {
            var bits = BitSet.FromBools(bools);
            return bits.Length == bools.Length && bits.Count == bools.Count(b => b) && bits.ToBools().SequenceEqual(bools) &&
                Enumerable.Range(0, bools.Length).All(i => bits[i] == bools[i]);
        });
    }

    [Test]
    public void Bytes_and_json_give_back_the_same_bits()
    {
        Properties.ForAll(Bools, bools =>
        {
            var bits = BitSet.FromBools(bools);
            return BitSet.FromBytes(bits.ToBytes(), bits.Length) == bits &&
                JsonSerializer.Deserialize<BitSet>(JsonSerializer.Serialize(bits)) == bits;
        });
    }

    [Test]
    public void Counts_over_two_rows_are_those_of_the_bools()
    {
        Properties.ForAll(Pairs, (here, there) =>
        {
            var (a, b) = (BitSet.FromBools(here), BitSet.FromBools(there));
            return a.AndCount(b) == here.Zip(there).Count(p => p.First && p.Second) &&
                a.AndNotCount(b) == here.Zip(there).Count(p => p.First && !p.Second) &&
                a.AndNot(b).ToBools().SequenceEqual(here.Zip(there, (x, y) => x && !y)) &&
                (a == b) == here.SequenceEqual(there) && (a != b || a.GetHashCode() == b.GetHashCode());
        });
    }

    [Test]
    public void Bit_nine_stands_in_the_second_byte_at_position_one()
    {
        var bits = new BitSetBuilder(10);
        bits.Set(9);
        Assert.That(bits.Build().ToBytes(), Is.EqualTo(new byte[] { 0, 2 }));
    }

    [Test]
    public void A_builder_that_goes_on_leaves_its_earlier_rows_alone()
    {
        var builder = new BitSetBuilder(3);
        builder.Set(1);
        var early = builder.Build();
        builder.Set(1, false);
        builder.Set(2);
        Assert.That(early.ToBools(), Is.EqualTo(new[] { false, true, false }));
        Assert.That(builder.Build().ToBools(), Is.EqualTo(new[] { false, false, true }));
    }

    [Test]
    public void Select_takes_bits_in_the_order_named()
    {
        var bits = BitSet.FromBools([true, false, true, false]);
        Assert.That(bits.Select([2, 1, 0, 0]).ToBools(), Is.EqualTo(new[] { true, false, true, true }));
        Assert.That(() => bits.Select([4]), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Rows_of_different_length_are_different_and_not_compared()
    {
        var (two, three) = (BitSet.FromBools([true, false]), BitSet.FromBools([true, false, false]));
        Assert.That(two, Is.Not.EqualTo(three));
        Assert.That(() => two.AndNotCount(three), Throws.ArgumentException);
    }

    [Test]
    public void Places_outside_are_refused()
    {
        var bits = BitSet.FromBools([true]);
        Assert.That(() => bits[1], Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => bits[-1], Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new BitSetBuilder(1).Set(1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new BitSetBuilder(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Bytes_that_do_not_fit_the_length_are_refused()
    {
        Assert.That(() => BitSet.FromBytes([1, 0], 8), Throws.ArgumentException);
        Assert.That(() => BitSet.FromBytes([0b1000], 3), Throws.ArgumentException);
    }

    [TestCase("""{"length":-1,"bits":""}""")]
    [TestCase("""{"length":16777217,"bits":""}""")]
    [TestCase("""{"length":1e3,"bits":""}""")]
    [TestCase("""{"length":8,"bits":"not base64"}""")]
    [TestCase("""{"length":8,"bits":"AAAA"}""")]
    [TestCase("""{"length":8,"bits":null}""")]
    [TestCase("""{"length":8}""")]
    [TestCase("""{"bits":""}""")]
    [TestCase("""{"length":8,"length":8,"bits":""}""")]
    [TestCase("""{"length":8,"bits":"","more":1}""")]
    [TestCase("""[1,2]""")]
    public void Json_that_lies_is_refused(string json) =>
        Assert.That(() => JsonSerializer.Deserialize<BitSet>(json), Throws.InstanceOf<JsonException>());

    [TestCase(1_000_000, 8)]
    [TestCase(1, 8_000)]
    public void A_stream_longer_or_shorter_than_its_length_is_refused(int bytes, int length)
    {
        var json = $$"""{"length":{{length}},"bits":"{{Convert.ToBase64String(Compress(new byte[bytes]))}}"}""";
        Assert.That(() => JsonSerializer.Deserialize<BitSet>(json), Throws.InstanceOf<JsonException>());
    }

    [Test]
    public void Bytes_after_the_stream_are_refused()
    {
        var json = $$"""{"length":8,"bits":"{{Convert.ToBase64String([.. Compress([5]), 0])}}"}""";
        Assert.That(() => JsonSerializer.Deserialize<BitSet>(json), Throws.InstanceOf<JsonException>());
    }

    [Test]
    public void A_bit_past_the_length_is_refused()
    {
        var json = $$"""{"length":3,"bits":"{{Convert.ToBase64String(Compress([0b1111]))}}"}""";
        Assert.That(() => JsonSerializer.Deserialize<BitSet>(json), Throws.InstanceOf<JsonException>());
    }

    private static byte[] Compress(byte[] bytes)
    {
        var buffer = new byte[BrotliEncoder.GetMaxCompressedLength(bytes.Length)];
        Assert.That(BrotliEncoder.TryCompress(bytes, buffer, out var written), Is.True);
        return buffer[..written];
    }
}
