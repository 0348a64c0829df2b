using System.Runtime.CompilerServices;

namespace Quilt.Api.Manifests;

/// <summary>A list whose array can be taken without a copy. It is a struct: pass it by reference.</summary>
internal struct GrowingArray<T>(int capacity)
{
    private T[]? _items = capacity == 0 ? null : GC.AllocateUninitializedArray<T>(capacity);

    public int Count;

    public readonly T[] Items => _items ?? [];

    public readonly Span<T> Span => Items.AsSpan(0, Count);

    public readonly ref T this[int index] => ref Items[index];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(T item) => Append() = item;

    /// <summary>One more item, to be written in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T Append()
    {
        if (_items is null || Count == _items.Length)
        {
            Grow(1);
        }

        return ref _items![Count++];
    }

    public void AddRange(ReadOnlySpan<T> items) => items.CopyTo(Extend(items.Length));

    /// <summary>Room for more items, to be written by the caller.</summary>
    public Span<T> Extend(int length)
    {
        if (_items is null || Count + length > _items.Length)
        {
            Grow(length);
        }

        Count += length;
        return _items.AsSpan(Count - length, length);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int more)
    {
        var grown = GC.AllocateUninitializedArray<T>(Math.Max(Math.Max(16, Count + more), (int)Math.Min(Count * 2L, Array.MaxLength)));
        Span.CopyTo(grown);
        _items = grown;
    }
}
