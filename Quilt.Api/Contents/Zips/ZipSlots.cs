namespace Quilt.Api.Contents.Zips;

/// <summary>How many zip files are made at a time: each holds a connection to the store for as long as its reader takes.</summary>
internal sealed class ZipSlots
{
    private const int Most = 64;

    private int _taken;

    /// <summary>A slot until it is disposed, or null where none is free.</summary>
    public IDisposable? TryTake()
    {
        if (Interlocked.Increment(ref _taken) <= Most)
        {
            return new Slot(this);
        }

        Interlocked.Decrement(ref _taken);
        return null;
    }

    private sealed class Slot(ZipSlots slots) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref slots._taken);
    }
}
