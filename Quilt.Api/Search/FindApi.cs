using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Quilt.Api.Callers;
using Quilt.Api.Contents;
using Quilt.Api.Http;
using Quilt.Api.OpenApi;

namespace Quilt.Api.Search;

/// <summary>Search for people: filtered, sorted, page by page, and names while they type. The protocol's search is <see cref="SearchApi"/>.</summary>
internal static class FindApi
{
    private const int PackagesOfPage = 30;
    private const int MostPackages = 100;
    private const int LongestBeginning = 130;

    public static void MapFind(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/find/", Find).WithTags("Search").WithName("FindPackages")
            .WithSummary("The visible packages that hold all words, filtered and sorted, page by page")
            .TakesQuery("q", "The words that all must occur; the last one may be unfinished. Nothing finds all visible packages.", """{"type":"string","example":"sales 2024"}""")
            .TakesQuery("owner", "Only packages of this user.")
            .TakesQuery("visibility", "Only `public` ones, those of the `team`, or `private` ones.", """{"type":"string","enum":["","public","team","private"]}""")
            .TakesQuery("sort", "`relevance` (best first; without words by name), `newest` (pushed last) or `name`.", """{"type":"string","enum":["","relevance","newest","name"]}""")
            .TakesPage(PackagesOfPage, MostPackages)
            .AllowCallers(CallerRequirement.Reader).AnswersErrors(400, 401);
        routes.MapGet("/api/suggest/", Suggest).WithTags("Search").WithName("SuggestPackages")
            .WithSummary("Up to eight visible packages whose name, or owner and name, begins so")
            .TakesQuery("q", "The beginning: of a name, of an owner, or of `owner/name`.", """{"type":"string","example":"ada/sal"}""")
            .AllowCallers(CallerRequirement.Reader).AnswersErrors(401);
    }

    private static async Task<Results<JsonAnswer<FindAnswer>, ApiError>> Find(
        HttpRequest request, Caller caller, PackageFinder finder, CancellationToken cancellationToken)
    {
        var (page, malformed) = PageChoice.Read(request.Query, PackagesOfPage, MostPackages, PackageSearch.MaxHits);
        if (malformed is not null)
        {
            return malformed;
        }

        var (owner, visibility, sort) = (request.Query["owner"].ToString(), request.Query["visibility"].ToString(), request.Query["sort"].ToString());
        if (visibility is not ("" or "public" or "team" or "private"))
        {
            return ApiError.BadRequest("visibility must be public, team or private.");
        }

        return sort is "" or "relevance" or "newest" or "name"
            ? new JsonAnswer<FindAnswer>(
                await finder.FindAsync(caller, new FindQuery(request.Query["q"].ToString(), owner, visibility, sort), page, cancellationToken),
                FindJson.Default.FindAnswer)
            : ApiError.BadRequest("sort must be relevance, newest or name.");
    }

    private static async Task<JsonAnswer<SuggestAnswer>> Suggest(HttpRequest request, Caller caller, PackageNames names, CancellationToken cancellationToken)
    {
        var beginning = request.Query["q"].ToString();
        var found = beginning.Length is 0 or > LongestBeginning ? [] : await names.FindAsync(caller, beginning, cancellationToken);
        return new JsonAnswer<SuggestAnswer>(new SuggestAnswer(found), FindJson.Default.SuggestAnswer);
    }
}

/// <summary>What a person asks for.</summary>
/// <param name="Words">The words that must occur.</param>
/// <param name="Owner">Whose packages; empty for anybody's.</param>
/// <param name="Visibility"><c>public</c>, <c>team</c>, <c>private</c>; empty for all.</param>
/// <param name="Sort"><c>relevance</c>, <c>newest</c>, <c>name</c>; empty for the first of them.</param>
internal sealed record FindQuery(string Words, string Owner, string Visibility, string Sort);

/// <summary>A page of what was found.</summary>
/// <param name="Total">How many were found; beyond 1,000 nobody counts.</param>
/// <param name="Offset">How many come before these.</param>
internal sealed record FindAnswer(int Total, int Offset, IReadOnlyList<FoundPackage> Packages);

/// <param name="UpdatedAt">When it was pushed to last, in Unix seconds.</param>
/// <param name="TotalSize">Bytes of the revision that is shown.</param>
/// <param name="ReadmePreview">The start of its README, or null.</param>
internal sealed record FoundPackage(string Owner, string Name, bool IsPublic, bool IsTeam, double UpdatedAt, long TotalSize, string? ReadmePreview);

/// <summary>Packages whose names begin so, best first.</summary>
internal sealed record SuggestAnswer(IReadOnlyList<SuggestedPackage> Packages);

internal sealed record SuggestedPackage(string Owner, string Name);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(FindAnswer))]
[JsonSerializable(typeof(SuggestAnswer))]
internal sealed partial class FindJson : JsonSerializerContext;
