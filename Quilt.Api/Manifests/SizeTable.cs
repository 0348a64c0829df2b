namespace Quilt.Api.Manifests;

/// <summary>The sizes that a push names, by object.</summary>
internal sealed class SizeTable
{
    private readonly ObjectTable _objects = new(0);
    private GrowingArray<long> _sizes;

    /// <summary>Adds one; false where the object is there already.</summary>
    public bool TryAdd(ReadOnlySpan<byte> hash, long size)
    {
        _objects.Add(hash, out var added);
        if (added)
        {
            _sizes.Add(size);
        }

        return added;
    }

    /// <summary>The sizes in the order of a tree's objects, which must be just these.</summary>
    public Parsed<long[]> For(ObjectTable objects)
    {
        var sizes = new long[objects.Count];
        for (var index = 0; index < sizes.Length; index++)
        {
            var at = _objects.Find(objects[index]);
            if (at < 0)
            {
                return Parsed<long[]>.Invalid($"sizes: the object {Convert.ToHexStringLower(objects[index])} of contents is missing");
            }

            sizes[index] = _sizes[at];
        }

        for (var at = 0; sizes.Length < _objects.Count && at < _objects.Count; at++)
        {
            if (objects.Find(_objects[at]) < 0)
            {
                return Parsed<long[]>.Invalid($"sizes: the object {Convert.ToHexStringLower(_objects[at])} is not in contents");
            }
        }

        return sizes;
    }
}
