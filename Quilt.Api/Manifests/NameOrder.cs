using System.Buffers;
using System.Buffers.Binary;

namespace Quilt.Api.Manifests;

/// <summary>Sorts names by code point, which for UTF-8 is the order of bytes, and finds equal ones on the way.</summary>
internal static class NameOrder
{
    private const int FewNames = 8;

    /// <summary>The position of a name that stands twice, or -1. For a few names it does not sort.</summary>
    public static int FindDuplicate(TextStore texts, ReadOnlySpan<TextRef> names)
    {
        if (names.Length > FewNames)
        {
            var order = ArrayPool<int>.Shared.Rent(names.Length);
            var duplicate = Sort(texts, names, order.AsSpan(0, names.Length));
            ArrayPool<int>.Shared.Return(order);
            return duplicate;
        }

        for (var late = 1; late < names.Length; late++)
        {
            for (var early = 0; early < late; early++)
            {
                if (names[early].Length == names[late].Length && texts[names[early]].SequenceEqual(texts[names[late]]))
                {
                    return late;
                }
            }
        }

        return -1;
    }

    /// <summary>Writes the positions of the names in sorted order; gives the position of a name that stands twice, or -1.</summary>
    public static int Sort(TextStore texts, ReadOnlySpan<TextRef> names, Span<int> order)
    {
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        return IsAscending(texts, names) ? -1 : SortByPrefix(texts, names, order);
    }

    // Clients often send names in order already; then one pass of comparisons is all.
    private static bool IsAscending(TextStore texts, ReadOnlySpan<TextRef> names)
    {
        var body = texts.Body.Span;
        for (var i = 1; i < names.Length; i++)
        {
            if (texts.Resolve(body, names[i - 1]).SequenceCompareTo(texts.Resolve(body, names[i])) >= 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Sorts by the eight bytes after what all names begin with, as integers; only names equal there are compared in full.
    /// A name that ends earlier is filled up with zeros, which no name holds.
    /// </summary>
    private static int SortByPrefix(TextStore texts, ReadOnlySpan<TextRef> names, Span<int> order)
    {
        var prefix = CommonPrefix(texts, names);
        var rented = ArrayPool<ulong>.Shared.Rent(names.Length);
        var keys = rented.AsSpan(0, names.Length);
        var body = texts.Body.Span;
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = Key(texts.Resolve(body, names[i])[prefix..]);
        }

        keys.Sort(order);
        var duplicate = -1;
        for (int start = 0, end; start < keys.Length && duplicate < 0; start = end)
        {
            for (end = start + 1; end < keys.Length && keys[end] == keys[start]; end++)
            {
            }

            if (end - start > 1)
            {
                duplicate = SortRun(texts, names, order[start..end]);
            }
        }

        ArrayPool<ulong>.Shared.Return(rented);
        return duplicate;
    }

    private static int SortRun(TextStore texts, ReadOnlySpan<TextRef> names, Span<int> run)
    {
        var rented = ArrayPool<TextRef>.Shared.Rent(run.Length);
        for (var i = 0; i < run.Length; i++)
        {
            rented[i] = names[run[i]];
        }

        var comparer = new FullComparer(texts);
        rented.AsSpan(0, run.Length).Sort(run, comparer);
        var duplicate = -1;
        for (var i = 1; i < run.Length && duplicate < 0; i++)
        {
            duplicate = comparer.Compare(rented[i - 1], rented[i]) == 0 ? run[i] : -1;
        }

        ArrayPool<TextRef>.Shared.Return(rented);
        return duplicate;
    }

    private static int CommonPrefix(TextStore texts, ReadOnlySpan<TextRef> names)
    {
        var prefix = texts[names[0]];
        var body = texts.Body.Span;
        foreach (var name in names)
        {
            prefix = prefix[..prefix.CommonPrefixLength(texts.Resolve(body, name))];
        }

        return prefix.Length;
    }

    private static ulong Key(ReadOnlySpan<byte> rest)
    {
        if (rest.Length >= sizeof(ulong))
        {
            return BinaryPrimitives.ReadUInt64BigEndian(rest);
        }

        Span<byte> filled = stackalloc byte[sizeof(ulong)];
        filled.Clear();
        rest.CopyTo(filled);
        return BinaryPrimitives.ReadUInt64BigEndian(filled);
    }

    private readonly struct FullComparer(TextStore texts) : IComparer<TextRef>
    {
        public int Compare(TextRef x, TextRef y) => texts[x].SequenceCompareTo(texts[y]);
    }
}
