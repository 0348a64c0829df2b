using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Quilt.Api.Http;

namespace Quilt.Api.Comments;

/// <summary>The comments of a package, written as they are read: however many there are, few are in memory.</summary>
internal sealed class CommentListAnswer(IAsyncEnumerable<CommentAnswer> comments) : IResult, IEndpointMetadataProvider
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        // A database that is away shows at the first one, before anything of the answer is written.
        await using var source = comments.GetAsyncEnumerator(httpContext.RequestAborted);
        var isFirst = true;
        var hasMore = await source.MoveNextAsync();
        var answer = JsonStream.Start(httpContext);
        await using var writer = new Utf8JsonWriter(answer);
        answer.Write("{\"comments\":["u8);
        while (hasMore)
        {
            answer.Write(isFirst ? ""u8 : ","u8);
            isFirst = false;
            JsonSerializer.Serialize(writer, source.Current, CommentJson.Default.CommentAnswer);
            writer.Reset();
            await answer.FlushIfFullAsync();
            hasMore = await source.MoveNextAsync();
        }

        answer.Write("]}"u8);
        await answer.FlushAsync();
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(CommentList), ["application/json"]));
}
