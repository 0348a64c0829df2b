using System.Net;
using System.Text.Json.Serialization;
using Quilt.Client;

namespace Quilt.Catalog.Search;

/// <summary>Names for the search box while somebody types, as whoever is signed in may see them.</summary>
internal static class SuggestEndpoint
{
    public static void MapSuggestions(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/search/suggest", SuggestAsync);

    private static async Task<IResult> SuggestAsync(HttpContext context, QuiltRegistryClient registry, string? q)
    {
        context.Response.Headers.CacheControl = context.User.Identity?.IsAuthenticated == true ? "no-store" : "private, max-age=30";
        try
        {
            var found = await registry.SuggestPackagesAsync((q ?? "").Trim(), context.RequestAborted);
            return Results.Json([.. found.Select(package => $"{package.Owner}/{package.Name}")], SuggestJson.Default.StringArray);
        }
        catch (RegistryException refusal) when (refusal.Status == HttpStatusCode.Unauthorized)
        {
            // Whoever types is led to sign in when they search, not by a list that stays away.
            return Results.Json([], SuggestJson.Default.StringArray);
        }
    }
}

[JsonSerializable(typeof(string[]))]
internal sealed partial class SuggestJson : JsonSerializerContext;
