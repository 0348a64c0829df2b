using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Quilt.Tests.Flows;
using Quilt.Tests.OpenApi;
using Quilt.Tests.Standalone;

namespace Quilt.Tests.BadInput;

/// <summary>
/// A caller who may do anything, so that nothing but the input can be why a call is refused: the administrator, on
/// packages of its own. Addresses go out as they are written, without a library's tidying.
/// </summary>
public sealed partial class HostileCaller : IAsyncLifetime
{
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly FlowRegistry _registry = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = TimeSpan.FromMinutes(2) };

    internal StandaloneProcess Server => _registry.Server;

    internal string Token { get; private set; } = "";

    public async Task InitializeAsync()
    {
        await _registry.InitializeAsync();
        Token = await _registry.Anonymous.Registry.LoginAsync("admin", "quilt");
    }

    public Task DisposeAsync()
    {
        _http.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>The operation's address, with other values for some of its parameters.</summary>
    internal static string AddressOf(Operation operation, params (string Name, string Value)[] values) =>
        Braces().Replace(operation.Path, match => values.FirstOrDefault(value => value.Name == match.Groups[1].Value).Value ?? match.Groups[1].Value switch
        {
            "owner" => "admin",
            "hash" => new string('0', 64),
            "type" => "push",
            "version" => "1.0",
            var name => name,
        });

    /// <summary>Sends a call with a body of JSON, or of <paramref name="contentType"/>.</summary>
    internal Task<HttpResponseMessage> SendAsync(Operation operation, string address, byte[]? body = null, string? encoding = null, string? contentType = "application/json") =>
        SendAsync(operation.Method, address, new ByteArrayContent(body ?? []), encoding, contentType);

    internal async Task<HttpResponseMessage> SendAsync(string method, string address, HttpContent content, string? encoding, string? contentType = "application/json")
    {
        using var request = Request(Server.Registry, method, address);
        request.Content = content;
        if (contentType is not null)
        {
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        }

        if (encoding is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        }

        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return await SendAsync(request);
    }

    /// <summary>A request without credentials, to an address as it is written.</summary>
    internal static HttpRequestMessage Request(Uri server, string method, string address) =>
        new(HttpMethod.Parse(method), new Uri(server.GetLeftPart(UriPartial.Authority) + address, in AsWritten));

    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => _http.SendAsync(request);

    /// <summary>The registry still answers, and still takes pushes.</summary>
    internal async Task GoesOnAsync()
    {
        await Server.HealthyAsync();
        await _registry.User.PushAsync(FlowRegistry.NewName("after"), FlowPackage.Of(("a.txt", "still here")));
    }

    /// <summary>What is wrong with a refusal: it must be one of <paramref name="statuses"/> (none: anything below 500), with a sentence.</summary>
    internal static async Task<string?> FindProblemAsync(HttpResponseMessage answer, params int[] statuses)
    {
        using (answer)
        {
            var body = await answer.Content.ReadAsStringAsync();
            var status = (int)answer.StatusCode;
            return status >= 500 || (statuses.Length > 0 && !statuses.Contains(status)) ? $"{status}: {body[..Math.Min(body.Length, 300)]}"
                : status >= 400 ? AnswerCheck.FindErrorProblem(answer, body) is { } problem ? $"{status}: {problem}" : null
                : null;
        }
    }

    internal static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    [GeneratedRegex(@"\{([^}]+)\}")]
    private static partial Regex Braces();
}
