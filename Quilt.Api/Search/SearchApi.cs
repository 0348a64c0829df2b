using System.Text.Json.Serialization;
using Quilt.Api.Callers;
using Quilt.Api.Http;
using Quilt.Api.OpenApi;

namespace Quilt.Api.Search;

internal static class SearchApi
{
    public static void MapSearch(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/search/", Search).WithTags("Search").WithName("SearchPackages")
            .WithSummary("The visible packages that hold all words, best first; without words all visible packages")
            .TakesQuery("q", "The words that all must occur; the last one may be unfinished. Nothing lists all visible packages.", """{"type":"string","example":"sales 2024"}""")
            .AllowCallers(CallerRequirement.Reader);

    private static async Task<JsonAnswer<SearchAnswer>> Search(string? q, Caller caller, SearchAnswers answers, CancellationToken cancellationToken) =>
        new(await answers.FindAsync(caller, q ?? string.Empty, cancellationToken), SearchJson.Default.SearchAnswer);
}

internal sealed record SearchAnswer(IReadOnlyList<SearchHit> Packages);

/// <param name="ReadmePreview">The start of the README, or null.</param>
/// <param name="Rank">How well the package fits, from 0 to 1.</param>
internal sealed record SearchHit(string Owner, string Name, bool IsPublic, bool IsTeam, string? ReadmePreview, float Rank);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SearchAnswer))]
internal sealed partial class SearchJson : JsonSerializerContext;
