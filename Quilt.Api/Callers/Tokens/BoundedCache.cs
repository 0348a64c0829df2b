using System.Collections.Concurrent;

namespace Quilt.Api.Callers.Tokens;

/// <summary>
/// Keeps the values asked for lately, at most twice <paramref name="capacity"/> of them. It has two generations: when
/// the young one is full, it becomes the old one and what was old is forgotten; what is asked for moves to the young one.
/// A look-up of a value type key allocates nothing and takes no lock.
/// </summary>
internal sealed class BoundedCache<TKey, TValue>(int capacity)
    where TKey : struct, IEquatable<TKey>
{
    private readonly Lock _turn = new();
    private volatile Generation _young = new();
    private volatile Generation _old = new();

    public bool TryGet(TKey key, out TValue value)
    {
        if (_young.Items.TryGetValue(key, out value!))
        {
            return true;
        }

        if (!_old.Items.TryGetValue(key, out value!))
        {
            return false;
        }

        Set(key, value);
        return true;
    }

    public void Set(TKey key, TValue value)
    {
        var young = _young;
        if (young.Items.TryAdd(key, value))
        {
            if (Interlocked.Increment(ref young.Count) >= capacity)
            {
                Turn(young);
            }
        }
        else
        {
            young.Items[key] = value;
        }
    }

    private void Turn(Generation full)
    {
        lock (_turn)
        {
            if (_young == full)
            {
                _old = full;
                _young = new Generation();
            }
        }
    }

    private sealed class Generation
    {
        public readonly ConcurrentDictionary<TKey, TValue> Items = new();

        /// <summary>Counted here, because the dictionary's own count takes all its locks.</summary>
        public int Count;
    }
}
