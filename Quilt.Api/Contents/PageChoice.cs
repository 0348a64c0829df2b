using System.Globalization;
using Quilt.Api.Http;
using Quilt.Api.OpenApi;

namespace Quilt.Api.Contents;

/// <summary>Which part of a long list a caller asks for.</summary>
/// <param name="Offset">How many come before it.</param>
/// <param name="Limit">How many it has at most.</param>
internal readonly record struct PageChoice(int Offset, int Limit)
{
    /// <summary>Reads <c>offset</c> and <c>limit</c> of a query; what is no number in range is refused, so that nobody pages in circles.</summary>
    public static (PageChoice Page, ApiError? Error) Read(IQueryCollection query, int standard, int most, int farthest = int.MaxValue)
    {
        if (!TryRead(query, "offset", 0, 0, farthest, out var offset))
        {
            return (default, ApiError.BadRequest($"offset must be a number from 0 to {farthest}."));
        }

        return TryRead(query, "limit", standard, 1, most, out var limit)
            ? (new PageChoice(offset, limit), null)
            : (default, ApiError.BadRequest($"limit must be a number from 1 to {most}."));
    }

    private static bool TryRead(IQueryCollection query, string name, int standard, int least, int most, out int number)
    {
        number = standard;
        return query[name].ToString() is not { Length: > 0 } text
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most);
    }
}

internal static class PageDescription
{
    /// <summary>The endpoint answers page by page.</summary>
    public static RouteHandlerBuilder TakesPage(this RouteHandlerBuilder route, int standard, int most) => route
        .TakesQuery("offset", "How many to leave out before the first.", """{"type":"integer","minimum":0,"default":0,"example":0}""")
        .TakesQuery("limit", $"How many to answer, {most} at most.", $$"""{"type":"integer","minimum":1,"default":{{standard}},"example":{{standard}}}""");

    /// <summary>The endpoint is about one revision.</summary>
    public static RouteHandlerBuilder TakesRevision(this RouteHandlerBuilder route) => route
        .TakesQuery("hash", "The revision by its package hash, or by 8 or more of its first digits.", """{"type":"string","pattern":"^[0-9a-f]{8,64}$"}""")
        .TakesQuery("tag", "The revision by a tag. Of `hash`, `tag` and `version` at most one; without any it is the latest: the one tagged `latest`, else the one pushed last.", """{"type":"string","example":"latest"}""")
        .TakesQuery("version", "The revision by a version.", """{"type":"string","example":"1.0.0"}""");

    /// <summary>The endpoint is about one node of a revision.</summary>
    public static RouteHandlerBuilder TakesPath(this RouteHandlerBuilder route, string description) =>
        route.TakesQuery("path", description, """{"type":"string","example":"data/2024"}""");
}
