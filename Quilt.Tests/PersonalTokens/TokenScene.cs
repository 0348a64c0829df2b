using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Logging;
using Quilt.Tests.Authorization;
using Quilt.Tests.Flows;
using Quilt.Tests.Registry;

namespace Quilt.Tests.PersonalTokens;

/// <summary>A whole registry where ann has the packages <c>one</c>, <c>two</c> (private) and <c>open</c> (public), and bob has shared <c>bobs</c> with her.</summary>
public class TokenScene : IAsyncLifetime
{
    internal FullStack Stack { get; private set; } = null!;

    internal LogCapture Logs { get; } = new();

    internal FlowPackage Content { get; } = FlowPackage.Of(("a.csv", "1,2,3"));

    internal string Ann { get; private set; } = "";

    internal string Admin { get; private set; } = "";

    internal string Bob { get; private set; } = "";

    public async Task InitializeAsync()
    {
        Stack = await FullStack.StartAsync(isOpen: true, Logs, ("Quilt:TrustedPublishing:AllowPrivateIssuers", "true"));
        Ann = await Stack.Auth.RegisterAsync("ann");
        Bob = await Stack.Auth.RegisterAsync("bob");
        Admin = await Stack.Auth.LogInAsync("admin", "quilt");
        await UploadAsync(Ann, "ann");
        await UploadAsync(Bob, "bob");
        await PushAsync(Ann, "ann", "one", isPublic: false);
        await PushAsync(Ann, "ann", "two", isPublic: false);
        await PushAsync(Ann, "ann", "open", isPublic: true);
        await PushAsync(Bob, "bob", "bobs", isPublic: false);
        await SendAsync(Bob, HttpMethod.Put, "/api/access/bob/bobs/ann").IsDoneAsync();
    }

    public async Task DisposeAsync() => await Stack.DisposeAsync();

    internal async Task<HttpResponseMessage> SendAsync(string? token, HttpMethod method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(json ?? "", Encoding.UTF8, "application/json") };
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return await Stack.Http.SendAsync(request);
    }

    internal async Task<HttpStatusCode> StatusAsync(string? token, HttpMethod method, string path, string? json = null)
    {
        using var answer = await SendAsync(token, method, path, json);
        return answer.StatusCode;
    }

    /// <summary>A personal token of <paramref name="session"/>; <paramref name="more"/> are further fields of the wish.</summary>
    internal async Task<(string Token, string Id)> MakeAsync(string session, string scopes, string more = "")
    {
        var list = string.Join(',', scopes.Split(' ').Select(scope => $"\"{scope}\""));
        var made = await SendAsync(session, HttpMethod.Post, "/api/tokens", $$"""{"name":"test","scopes":[{{list}}]{{more}}}""").JsonAsync();
        return (made.GetProperty("token").GetString()!, made.GetProperty("id").GetString()!);
    }

    internal async Task PushAsync(string token, string owner, string package, bool isPublic) =>
        await SendAsync(token, HttpMethod.Put, $"/api/package/{owner}/{package}/{Content.Hash}", Content.Body(edit: json => json["is_public"] = isPublic)).JsonAsync();

    private async Task UploadAsync(string token, string owner)
    {
        var plan = await SendAsync(token, HttpMethod.Put, $"/api/package/{owner}/any/{Content.Hash}", Content.Body(dryRun: true)).JsonAsync();
        foreach (var entry in plan.GetProperty("upload_urls").EnumerateObject())
        {
            Assert.True(await ObjectWire.UploadAsync(entry.Value, Content.Content[entry.Name]));
        }
    }
}

/// <summary>All that services log, at every level.</summary>
internal sealed class LogCapture : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = new();

    public string Text => string.Join('\n', _lines);

    public ILogger CreateLogger(string categoryName) => new Logger(_lines);

    public void Dispose()
    {
    }

    private sealed class Logger(ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            lines.Enqueue(state.ToString() ?? "");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(formatter(state, exception) + exception);
    }
}
