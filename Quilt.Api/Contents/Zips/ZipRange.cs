using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace Quilt.Api.Contents.Zips;

/// <summary>The bytes that a request asks for: from the first to before the end.</summary>
internal readonly record struct ZipRange(long First, long End)
{
    /// <summary>
    /// The one range that is asked for; null for the whole: where none is, where there are several, or where
    /// <c>If-Range</c> names another file. A range outside the file is empty.
    /// </summary>
    public static ZipRange? Of(HttpRequest request, ZipPlan plan)
    {
        if (request.Headers.IfRange.ToString() is { Length: > 0 } condition && condition != plan.Tag)
        {
            return null;
        }

        if (!RangeHeaderValue.TryParse(request.Headers.Range.ToString(), out var header) || header is not { Unit.Value: "bytes", Ranges.Count: 1 })
        {
            return null;
        }

        var range = header.Ranges.Single();
        return range switch
        {
            { From: { } first, To: var last } when first < plan.Length => new ZipRange(first, Math.Min(last ?? plan.Length - 1, plan.Length - 1) + 1),
            { From: null, To: > 0 and var suffix } => new ZipRange(Math.Max(0, plan.Length - suffix), plan.Length),
            _ => new ZipRange(0, 0),
        };
    }

    public bool IsEmpty => First >= End;

    /// <summary>Whether some byte from <paramref name="first"/> to before <paramref name="end"/> is asked for.</summary>
    public bool Touches(long first, long end) => first < End && end > First;

    public string Describe(long length) => string.Create(CultureInfo.InvariantCulture, $"bytes {First}-{End - 1}/{length}");
}
