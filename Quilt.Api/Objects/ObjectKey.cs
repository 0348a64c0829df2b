namespace Quilt.Api.Objects;

/// <summary>The keys under which objects lie in the bucket.</summary>
internal static class ObjectKey
{
    /// <summary>What all keys of an owner's objects begin with.</summary>
    public static string Prefix(string owner) => $"objs/{owner}/";

    /// <summary>The key of one object.</summary>
    public static string Of(string owner, ReadOnlySpan<byte> hash) => Prefix(owner) + Convert.ToHexStringLower(hash);
}
