using Quilt.Api.Http;
using Quilt.Api.Versions;

namespace Quilt.Api.Contents;

/// <summary>How a caller names a revision: by hash, tag or version; by none of them it is the latest.</summary>
internal readonly record struct RevisionChoice(string? Hash, string? Tag, Pep440Version? Version)
{
    /// <summary>The fewest digits of a hash that may stand for it.</summary>
    public const int ShortestHash = 8;

    private const int HashLength = 64;

    /// <summary>Reads <c>hash</c>, <c>tag</c> and <c>version</c> of a query; an empty one is as good as none.</summary>
    public static (RevisionChoice Choice, ApiError? Error) Read(IQueryCollection query)
    {
        var (hash, tag, version) = (Value(query, "hash"), Value(query, "tag"), Value(query, "version"));
        if ((hash is null ? 0 : 1) + (tag is null ? 0 : 1) + (version is null ? 0 : 1) > 1)
        {
            return (default, ApiError.BadRequest("Name the revision by one of hash, tag and version."));
        }

        if (version is null)
        {
            return (new RevisionChoice(hash, tag, null), null);
        }

        return Pep440Version.TryParse(version, out var parsed)
            ? (new RevisionChoice(null, null, parsed), null)
            : (default, ApiError.BadRequest("Malformed version"));
    }

    /// <summary>Whether a text is a hash or the start of one.</summary>
    public static bool IsHash(string text) =>
        text.Length is >= ShortestHash and <= HashLength && text.All(char.IsAsciiHexDigitLower);

    private static string? Value(IQueryCollection query, string name) => query[name].ToString() is { Length: > 0 } text ? text : null;
}
