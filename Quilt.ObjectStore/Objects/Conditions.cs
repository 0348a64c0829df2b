using System.Globalization;
using Microsoft.Extensions.Primitives;
using Quilt.ObjectStore.Protocol;
using Quilt.ObjectStore.Storage;

namespace Quilt.ObjectStore.Objects;

/// <summary>Conditional requests, in RFC 9110's order of precedence.</summary>
internal static class Conditions
{
    /// <summary>The status to answer a read with instead of the object: 412, 304, or null to go on.</summary>
    public static int? CheckRead(IHeaderDictionary headers, ObjectFacts facts)
    {
        var ifMatch = headers.IfMatch;
        var ifNoneMatch = headers.IfNoneMatch;
        if (ifMatch.Count > 0 ? !Matches(ifMatch, facts.ETag) : ParseDate(headers.IfUnmodifiedSince) < facts.LastModified)
        {
            return StatusCodes.Status412PreconditionFailed;
        }

        return (ifNoneMatch.Count > 0 ? Matches(ifNoneMatch, facts.ETag) : ParseDate(headers.IfModifiedSince) >= facts.LastModified)
            ? StatusCodes.Status304NotModified
            : null;
    }

    /// <summary>Whether a Range header counts: If-Range asks for the whole object when it has changed.</summary>
    public static bool RangeApplies(IHeaderDictionary headers, ObjectFacts facts)
    {
        var ifRange = headers.IfRange.ToString();
        return ifRange.Length == 0 || ifRange == facts.ETag || ParseDate(ifRange) >= facts.LastModified;
    }

    /// <summary>The condition of a write, or null when there is none.</summary>
    public static Precondition? OfWrite(IHeaderDictionary headers)
    {
        var ifMatch = headers.IfMatch;
        var ifNoneMatch = headers.IfNoneMatch;
        if (ifMatch.Count == 0 && ifNoneMatch.Count == 0)
        {
            return null;
        }

        return current =>
        {
            if (ifMatch.Count > 0 && current is null)
            {
                return S3Error.NoSuchKey;
            }

            return (ifMatch.Count > 0 && !Matches(ifMatch, current!.Value.ETag))
                || (ifNoneMatch.Count > 0 && current is not null && Matches(ifNoneMatch, current.Value.ETag))
                ? S3Error.PreconditionFailed
                : null;
        };
    }

    private static bool Matches(StringValues header, string etag)
    {
        foreach (var value in header)
        {
            foreach (var part in (value ?? "").Split(',', StringSplitOptions.TrimEntries))
            {
                var candidate = part.StartsWith("W/", StringComparison.Ordinal) ? part[2..] : part;
                if (candidate == "*" || candidate == etag || (candidate.Length > 0 && candidate[0] != '"' && etag.AsSpan(1, etag.Length - 2).SequenceEqual(candidate)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static DateTimeOffset? ParseDate(StringValues header) =>
        DateTimeOffset.TryParseExact(header.ToString(), "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;
}
