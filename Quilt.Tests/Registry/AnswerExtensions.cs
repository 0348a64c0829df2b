using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Quilt.Tests.Registry;

/// <summary>Says in one line what an answer must be.</summary>
internal static class AnswerExtensions
{
    public static async Task<JsonElement> JsonAsync(this Task<HttpResponseMessage> request, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var response = await request;
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(status == response.StatusCode, $"{(int)response.StatusCode}: {body}");
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        return JsonSerializer.Deserialize<JsonElement>(body);
    }

    public static async Task<string> MessageAsync(this Task<HttpResponseMessage> request, HttpStatusCode status) =>
        (await request.JsonAsync(status)).GetProperty("message").GetString()!;

    /// <summary>Expects the answer <c>{}</c>.</summary>
    public static async Task IsDoneAsync(this Task<HttpResponseMessage> request) =>
        Assert.Equal("{}", (await request.JsonAsync()).GetRawText());

    public static Task<HttpResponseMessage> PutHashAsync(this HttpClient client, string path, string hash) =>
        client.PutAsJsonAsync(path, new { hash });

    /// <summary>The strings under <paramref name="key"/> of each element of an array.</summary>
    public static string[] Strings(this JsonElement array, string key) =>
        [.. array.EnumerateArray().Select(item => item.GetProperty(key).GetString()!)];
}
