using Quilt.Api.Manifests;

namespace Quilt.Api.Contents;

/// <summary>What may have become of a file between two revisions.</summary>
internal enum Change : byte
{
    Added,
    Removed,
    Changed,
    Renamed,
}

/// <summary>One difference: a node of the old tree and one of the new; the side that has none is -1.</summary>
internal readonly record struct Difference(Change Change, int Old, int New);

/// <summary>
/// The tables and files in which two trees differ, found in one walk over both: children are sorted, so that each level
/// is a merge. A file that went from one place and came with the same objects at another is renamed.
/// </summary>
internal sealed class Comparison
{
    private readonly RevisionTree _old;
    private readonly RevisionTree _new;
    private readonly List<Difference> _differences = [];
    private readonly Stack<(int Old, int New)> _open = new();

    private Comparison(RevisionTree old, RevisionTree @new)
    {
        _old = old;
        _new = @new;
    }

    /// <summary>The differences, in the order of the trees.</summary>
    public static IReadOnlyList<Difference> Of(RevisionTree old, RevisionTree @new)
    {
        var comparison = new Comparison(old, @new);
        comparison._open.Push((Manifest.Top, Manifest.Top));
        while (comparison._open.TryPop(out var pair))
        {
            comparison.Merge(pair.Old, pair.New);
        }

        return comparison.WithRenames();
    }

    private void Merge(int oldGroup, int newGroup)
    {
        var olds = _old.Manifest.ChildrenOf(oldGroup);
        var news = _new.Manifest.ChildrenOf(newGroup);
        int i = 0, j = 0;
        while (i < olds.Length || j < news.Length)
        {
            var order = i == olds.Length ? 1 : j == news.Length ? -1 : _old.Manifest.NameOf(olds[i]).SequenceCompareTo(_new.Manifest.NameOf(news[j]));
            if (order < 0)
            {
                AddAll(_old, olds[i++], node => new Difference(Change.Removed, node, -1));
            }
            else if (order > 0)
            {
                AddAll(_new, news[j++], node => new Difference(Change.Added, -1, node));
            }
            else
            {
                Match(olds[i++], news[j++]);
            }
        }
    }

    private void Match(int old, int @new)
    {
        var (wasGroup, isGroup) = (_old.Manifest.IsGroup(old), _new.Manifest.IsGroup(@new));
        if (wasGroup && isGroup)
        {
            _open.Push((old, @new));
        }
        else if (wasGroup || isGroup)
        {
            AddAll(_old, old, node => new Difference(Change.Removed, node, -1));
            AddAll(_new, @new, node => new Difference(Change.Added, -1, node));
        }
        else if (_old.Manifest.TypeOf(old) != _new.Manifest.TypeOf(@new) || !HaveSameObjects(old, @new) || !HaveSameMetadata(old, @new))
        {
            _differences.Add(new Difference(Change.Changed, old, @new));
        }
    }

    private void AddAll(RevisionTree tree, int top, Func<int, Difference> difference)
    {
        for (var node = top; node < tree.Manifest.EndOf(top); node++)
        {
            if (!tree.Manifest.IsGroup(node))
            {
                _differences.Add(difference(node));
            }
        }
    }

    private List<Difference> WithRenames()
    {
        var removed = new Dictionary<(int First, int Count), Queue<int>>();
        for (var at = 0; at < _differences.Count; at++)
        {
            if (_differences[at] is { Change: Change.Removed, Old: var old } && _old.Manifest.HashesOf(old) is [var first, ..] hashes)
            {
                var key = (first, hashes.Length);
                removed.TryAdd(key, new Queue<int>());
                removed[key].Enqueue(at);
            }
        }

        var gone = new HashSet<int>();
        for (var at = 0; removed.Count > 0 && at < _differences.Count; at++)
        {
            if (_differences[at] is { Change: Change.Added, New: var added }
                && _new.Manifest.HashesOf(added) is [var first, ..] hashes
                && removed.TryGetValue((_old.Manifest.Objects.Find(_new.Manifest.Objects[first]), hashes.Length), out var places)
                && places.TryPeek(out var place)
                && HaveSameObjects(_differences[place].Old, added))
            {
                places.Dequeue();
                gone.Add(place);
                _differences[at] = new Difference(Change.Renamed, _differences[place].Old, added);
            }
        }

        return [.. _differences.Where((_, at) => !gone.Contains(at))];
    }

    private bool HaveSameObjects(int old, int @new)
    {
        var olds = _old.Manifest.HashesOf(old);
        var news = _new.Manifest.HashesOf(@new);
        if (olds.Length != news.Length)
        {
            return false;
        }

        for (var i = 0; i < olds.Length; i++)
        {
            if (!_old.Manifest.Objects[olds[i]].SequenceEqual(_new.Manifest.Objects[news[i]]))
            {
                return false;
            }
        }

        return true;
    }

    private bool HaveSameMetadata(int old, int @new)
    {
        var (before, after) = (_old.Manifest.MetadataHashOf(old), _new.Manifest.MetadataHashOf(@new));
        return before == Node.NoObject || after == Node.NoObject
            ? before == after
            : _old.Manifest.Objects[before].SequenceEqual(_new.Manifest.Objects[after]);
    }
}
