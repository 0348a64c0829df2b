using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Npgsql;
using Quilt.Api.Http;
using Quilt.Api.Model;

namespace Quilt.Api.Administration;

/// <summary>The overview of all packages, written as it is read: a hundred thousand packages take no more memory than one.</summary>
internal sealed class PackageOverviewAnswer(NpgsqlDataSource database) : IResult, IEndpointMetadataProvider
{
    /// <summary>One index scan of the counts in the order of their primary key, a few rows for each package, added up here as they come.</summary>
    private const string Sql = "SELECT package_owner, package_name, type, count, latest FROM package_event_counts ORDER BY package_owner, package_name, type, user_name";

    private static readonly (JsonEncodedText Name, EventType Type)[] Columns =
    [
        (JsonEncodedText.Encode("installs"), EventType.Install),
        (JsonEncodedText.Encode("previews"), EventType.Preview),
        (JsonEncodedText.Encode("pushes"), EventType.Push),
        (JsonEncodedText.Encode("deletes"), EventType.Delete),
    ];

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var cancellationToken = httpContext.RequestAborted;
        await using var command = database.CreateCommand(Sql);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var hasMore = await reader.ReadAsync(cancellationToken);

        var answer = JsonStream.Start(httpContext);
        await using var writer = new Utf8JsonWriter(answer);
        writer.WriteStartObject();
        writer.WriteStartObject("packages"u8);
        while (hasMore)
        {
            var (owner, name) = (reader.GetString(0), reader.GetString(1));
            var counts = new (long Count, DateTime Latest)[(int)EventType.Delete + 1];
            do
            {
                ref var total = ref counts[reader.GetInt16(2)];
                var latest = reader.GetDateTime(4);
                total = (total.Count + reader.GetInt64(3), latest > total.Latest ? latest : total.Latest);
                hasMore = await reader.ReadAsync(cancellationToken);
            }
            while (hasMore && reader.GetString(1) == name && reader.GetString(0) == owner);

            Write(writer, owner, name, counts);
            writer.Flush();
            await answer.FlushIfFullAsync();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        await answer.FlushAsync();
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(PackageOverview), ["application/json"]));

    private static void Write(Utf8JsonWriter writer, string owner, string name, (long Count, DateTime Latest)[] counts)
    {
        writer.WriteStartObject($"{owner}/{name}");
        foreach (var (column, type) in Columns)
        {
            var (count, latest) = counts[(int)type];
            writer.WriteStartObject(column);
            writer.WriteNumber("count"u8, count);
            if (count > 0)
            {
                writer.WriteNumber("latest"u8, UnixTime.Of(latest));
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
