using ArchRepair.Engine.Formats;

namespace ArchRepair.Engine.Loading;

/// <summary>
/// Opens cells when they are read and closes those that were not read longest: a list of a benchmark's millions of files would fill
/// the memory. Reading is thread-safe; a cell that is in use stays open.
/// </summary>
internal sealed class OpenCells : IDisposable
{
    /// <summary>Workers go through the cells in order, each at most a piece ahead of the others.</summary>
    private const int MostOpen = 4;

    private readonly Lock gate = new();
    private readonly List<Entry> open = [];

    /// <summary>A reader of a cell.</summary>
    /// <param name="make">Opens it, with every check; called again when it was closed meanwhile.</param>
    public CellReader Reader(Func<ImageSource> make)
    {
        var key = new object();
        return (start, count, destination) =>
        {
            var entry = Enter(key, make);
            try
            {
                entry.Images.Value.Read(start, count, destination);
            }
            finally
            {
                Leave(entry);
            }
        };
    }

    public void Dispose()
    {
        foreach (var entry in open.Where(entry => entry.Images.IsValueCreated)) entry.Images.Value.Dispose();
        open.Clear();
    }

    private Entry Enter(object key, Func<ImageSource> make)
    {
        lock (gate)
        {
            var entry = open.Find(entry => entry.Key == key) ?? new Entry(key, new Lazy<ImageSource>(make));
            open.Remove(entry);
            open.Add(entry);
            entry.Readers++;
            return entry;
        }
    }

    private void Leave(Entry left)
    {
        Entry? closed = null;
        lock (gate)
        {
            left.Readers--;
            if (open.Count > MostOpen && open.Find(entry => entry.Readers == 0) is { } idle && open.Remove(idle)) closed = idle;
        }

        if (closed is { Images.IsValueCreated: true }) closed.Images.Value.Dispose();
    }

    private sealed class Entry(object key, Lazy<ImageSource> images)
    {
        public object Key => key;

        public Lazy<ImageSource> Images => images;

        public int Readers { get; set; }
    }
}
