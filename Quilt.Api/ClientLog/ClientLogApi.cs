using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Quilt.Api.Callers;
using Quilt.Api.Http;
using Quilt.Api.OpenApi;

namespace Quilt.Api.ClientLog;

/// <summary>What clients tell of their own doings: the known ones, that a package was built.</summary>
internal static partial class ClientLogApi
{
    public static void MapClientLog(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/log", Post).WithTags("Log").WithName("LogClientEvents").WithSummary("Takes note of what a client did")
            .Takes<ClientEvent[]>("""[{"type":"build","package":"d41d8cd98f00b204e9800998ecf8427e"}]""").AllowCallers(CallerRequirement.Reader).AnswersErrors(400, 401);

    private static async Task<Results<JsonAnswer<EmptyAnswer>, ApiError>> Post(
        HttpContext context, ILogger<ClientEvent> logger, CancellationToken cancellationToken)
    {
        var (events, error) = await JsonBody.ReadAsync(context, ClientLogJson.Default.ClientEventArray, cancellationToken);
        if (events is null)
        {
            return error!;
        }

        if (Array.IndexOf(events, null) is var index and >= 0)
        {
            return ApiError.BadRequest($"Entry {index} is not an object with a type, such as {{\"type\": \"build\"}}.");
        }

        // What the events hold is the users' own and stays out of our log.
        LogEvents(logger, events.Length);
        return EmptyAnswer.Json;
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Debug, Message = "A client reported {Count} doings")]
    private static partial void LogEvents(ILogger logger, int count);
}

/// <summary>Something that a client did. What else it tells depends on the client.</summary>
internal sealed record ClientEvent([property: JsonRequired] string Type);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ClientEvent[]))]
internal sealed partial class ClientLogJson : JsonSerializerContext;
