using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Quilt.Tests.Auth;

/// <summary>Every endpoint with a body × every way in which a body can be wrong.</summary>
public sealed class BodyTests(AuthHostFixture fixture) : IClassFixture<AuthHostFixture>
{
    private static readonly (string Path, string[] Fields)[] Endpoints =
    [
        ("/api/login", ["username", "password"]),
        ("/api/register", ["username", "password", "email"]),
        ("/api/reset_password", ["email"]),
        ("/api/change_password", ["password", "link"]),
        ("/api/users/create", ["username", "email"]),
        ("/api/users/disable", ["username"]),
        ("/api/users/enable", ["username"]),
        ("/api/users/delete", ["username"]),
        ("/api/users/reset_password", ["username"]),
    ];

    private AuthHost Host => fixture.Host;

    public static TheoryData<string, string[]> All()
    {
        var all = new TheoryData<string, string[]>();
        foreach (var (path, fields) in Endpoints)
        {
            all.Add(path, fields);
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_body_that_is_not_exactly_the_fields_is_refused_with_what_they_are(string path, string[] fields)
    {
        var token = await Host.LogInAsync("admin", AuthHost.AdminPassword);
        var message = $"The request body must be a JSON object with exactly these fields: {string.Join(", ", fields.Select(field => field + " (string)"))}.";

        foreach (var body in WrongBodies(fields))
        {
            var answer = await Host.SendAsync(HttpMethod.Post, path, token, new StringContent(body, Encoding.UTF8, "application/json"));

            Assert.True((400, message) == ((int)answer.Status, answer.Message), $"{body} was answered {(int)answer.Status} {answer.Body}");
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_body_without_a_content_type_is_read_and_one_of_another_type_is_415(string path, string[] fields)
    {
        var token = await Host.LogInAsync("admin", AuthHost.AdminPassword);
        var body = Encoding.UTF8.GetBytes(Body(fields).ToJsonString());

        var bare = await Host.SendAsync(HttpMethod.Post, path, token, new ByteArrayContent(body));
        var form = await Host.SendAsync(HttpMethod.Post, path, token, new StringContent("username=a", Encoding.UTF8, "application/x-www-form-urlencoded"));
        var text = new ByteArrayContent(body);
        text.Headers.ContentType = new("text/plain");

        Assert.NotEqual(HttpStatusCode.UnsupportedMediaType, bare.Status);
        Assert.DoesNotContain("exactly these fields", bare.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, form.Status);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await Host.SendAsync(HttpMethod.Post, path, token, text)).Status);
    }

    private static JsonObject Body(string[] fields) => [.. fields.Select(field => KeyValuePair.Create(field, (JsonNode?)"nobody"))];

    private static IEnumerable<string> WrongBodies(string[] fields)
    {
        var good = Body(fields).ToJsonString();
        yield return "";
        yield return "null";
        yield return "[]";
        yield return "\"text\"";
        yield return "{}";
        yield return good[..^1];
        yield return good + good;
        yield return good[..^1] + ",\"more\":1}";
        yield return "\uFEFF" + good;
        yield return new string('[', 10_000);
        yield return "{\"\\ud800\":1," + good[1..];
        foreach (var field in fields)
        {
            foreach (var value in (string[])["1", "1e999", "null", "true", "[]", "{}", "\"a\\u0000b\"", "\"\\ud800\"", "\"\\udc00x\""])
            {
                yield return good.Replace($"\"{field}\":\"nobody\"", $"\"{field}\":{value}", StringComparison.Ordinal);
            }

            yield return $"{{\"{field}\":\"twice\"," + good[1..];
            yield return good.Replace($"\"{field}\"", $"\"{field.ToUpperInvariant()}\"", StringComparison.Ordinal);
            var without = Body(fields);
            without.Remove(field);
            yield return without.ToJsonString();
        }
    }
}
