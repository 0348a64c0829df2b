using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Quilt.Api.Callers;
using Quilt.Api.Events;
using Quilt.Api.Http;
using Quilt.Api.OpenApi;

namespace Quilt.Api.Moves;

/// <summary>Lets administrators move packages to another owner.</summary>
internal static class MoveApi
{
    public static void MapMoves(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/admin/move_packages", MoveAsync).WithTags("Administration").WithName("MovePackages")
            .WithSummary("Moves one package, or all of an owner, to another owner; goes on with the rest when called again")
            .Takes<MoveBody>("""{"owner":"ada","to":"grace"}""")
            .AllowCallers(CallerRequirement.Admin).AnswersErrors(400, 401, 403, 404, 409, 503);

    private static async Task<Results<JsonAnswer<MoveAnswer>, ApiError>> MoveAsync(
        HttpContext context, Actor by, PackageMoves moves, CancellationToken cancellationToken)
    {
        var (body, unreadable) = await JsonBody.ReadAsync(context, MoveJson.Default.MoveBody, cancellationToken);
        if (unreadable is not null)
        {
            return unreadable;
        }

        var wish = new MoveWish(body!.Owner, body.Package, body.To);
        if (await moves.CheckAsync(by.Caller, wish, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var progress = new MoveProgress();
        return await moves.RunAsync(by, wish, progress, cancellationToken) is { } stopped
            ? stopped
            : new JsonAnswer<MoveAnswer>(new([.. progress.Packages]), MoveJson.Default.MoveAnswer);
    }
}

/// <param name="Owner">Whose packages they are; also a name that is no account any more.</param>
/// <param name="To">Whose they shall be: an enabled account.</param>
/// <param name="Package">The name of the only one to move; all are moved where it is left out.</param>
internal sealed record MoveBody(string Owner, string To, string? Package = null);

/// <param name="Moved">The names of the packages that this call moved.</param>
internal sealed record MoveAnswer(IReadOnlyList<string> Moved);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(MoveBody))]
[JsonSerializable(typeof(MoveAnswer))]
internal sealed partial class MoveJson : JsonSerializerContext;
