using System.Collections.Concurrent;

namespace Quilt.Api.Moves;

/// <summary>How far a move is, for who looks on from another thread.</summary>
internal sealed class MoveProgress
{
    private readonly ConcurrentQueue<string> _packages = new();
    private int _objects;
    private int _expected;

    /// <summary>The names of the packages that were moved, in order.</summary>
    public IReadOnlyCollection<string> Packages => _packages;

    /// <summary>Objects copied.</summary>
    public int Objects => Volatile.Read(ref _objects);

    /// <summary>Objects found so far that need to be copied, copied ones among them.</summary>
    public int Expected => Volatile.Read(ref _expected);

    public void Expect(int objects) => Interlocked.Add(ref _expected, objects);

    public void Copied() => Interlocked.Increment(ref _objects);

    public void Moved(string package) => _packages.Enqueue(package);
}
