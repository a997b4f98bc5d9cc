using ArchRepair.Engine.Formats;
using ArchRepair.Engine.Loading;

namespace ArchRepair.Engine.Tests.Loading;

public sealed class OpenCellsTests
{
    private const int Cells = 9;

    [Test]
    public void Few_cells_are_open_at_a_time_and_all_are_closed_in_the_end()
    {
        var counts = new Counts();
        using (var cells = new OpenCells())
        {
            foreach (var reader in Readers(cells, counts)) Assert.That(Read(reader, 0), Is.InRange(0, Cells));
            Assert.That(counts.MostOpen, Is.EqualTo(5), "four, and the one that is coming");
        }

        Assert.That(counts.Open, Is.Zero);
        Assert.That(counts.Opened, Is.EqualTo(Cells));
    }

    [Test]
    public void A_closed_cell_is_opened_again_and_gives_its_own_images()
    {
        var counts = new Counts();
        using var cells = new OpenCells();
        var readers = Readers(cells, counts);

        var first = readers.Select(reader => Read(reader, 3)).ToArray();
        var second = readers.Select(reader => Read(reader, 3)).ToArray();

        Assert.That(first, Is.EqualTo(Enumerable.Range(0, Cells)));
        Assert.That(second, Is.EqualTo(first));
        Assert.That(counts.Opened, Is.GreaterThan(Cells));
    }

    [Test]
    public void No_cell_is_closed_under_a_reader()
    {
        var counts = new Counts();
        using var cells = new OpenCells();
        var readers = Readers(cells, counts);

        Parallel.For(0, 2000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => Assert.That(Read(readers[i * 7 % Cells], i % 10), Is.EqualTo(i * 7 % Cells)));

        Assert.That(counts.ReadsAfterClosing, Is.Zero);
    }

    private static CellReader[] Readers(OpenCells cells, Counts counts) => [.. Enumerable.Range(0, Cells).Select(value => cells.Reader(() => new Flat((byte)value, counts)))];

    private static int Read(CellReader reader, int image)
    {
        var pixels = new byte[3];
        reader(image, 1, pixels);
        return pixels[0];
    }

    private sealed class Counts
    {
        private int open;
        private int opened;
        private int mostOpen;
        private int readsAfterClosing;

        public int Open => open;

        public int Opened => opened;

        public int MostOpen => mostOpen;

        public int ReadsAfterClosing => readsAfterClosing;

        public void OnOpen()
        {
            Interlocked.Increment(ref opened);
            var now = Interlocked.Increment(ref open);
            for (var most = mostOpen; now > most; most = mostOpen) Interlocked.CompareExchange(ref mostOpen, now, most);
        }

        public void OnClose() => Interlocked.Decrement(ref open);

        public void OnReadAfterClosing() => Interlocked.Increment(ref readsAfterClosing);
    }

    /// <summary>Ten images of one pixel, all of one value.</summary>
    private sealed class Flat : ImageSource
    {
        private readonly byte value;
        private readonly Counts counts;
        private volatile bool isClosed;

        public Flat(byte value, Counts counts)
            : base("flat", 1, 1, new int[10], [])
        {
            (this.value, this.counts) = (value, counts);
            counts.OnOpen();
        }

        protected override void ReadImages(int start, int count, Span<byte> nhwcRgb)
        {
            if (isClosed) counts.OnReadAfterClosing();
            nhwcRgb.Fill(value);
            if (isClosed) counts.OnReadAfterClosing();
        }

        protected override void Dispose(bool isDisposing)
        {
            isClosed = true;
            counts.OnClose();
            base.Dispose(isDisposing);
        }
    }
}
