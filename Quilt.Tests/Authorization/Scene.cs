using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Quilt.Tests.Auth;
using Quilt.Tests.Flows;
using Quilt.Tests.Registry;

namespace Quilt.Tests.Authorization;

/// <summary>A registry with every kind of caller: an owner, who was given access, who was not, an admin, and credentials that are no good.</summary>
public abstract class Scene(bool isOpen) : IAsyncLifetime
{
    public const string Owner = "olga";
    public const string Granted = "gina";
    public const string Other = "otto";
    private const string Disabled = "dora";
    private const string Password = "correct horse";

    private readonly Dictionary<CallerKind, string?> _tokens = new() { [CallerKind.Anonymous] = null, [CallerKind.GarbageToken] = "eyJhbGciOiJub25lIn0.e30." };
    private FullStack? _stack;
    private int _packages;

    /// <summary>Whether anonymous callers are let in.</summary>
    public bool IsOpen => isOpen;

    /// <summary>What every package of this scene holds.</summary>
    internal FlowPackage Content { get; } = FlowPackage.Of(("a.csv", "1,2,3"));

    internal HttpClient Http => _stack!.Http;

    public async Task InitializeAsync()
    {
        _stack = await FullStack.StartAsync(isOpen);
        foreach (var name in (string[])[Owner, Granted, Other, Disabled])
        {
            await _stack.Auth.RegisterAsync(name);
        }

        _tokens[CallerKind.ExpiredToken] = await LogInAsync(CallerKind.Owner);
        _stack.Auth.Time.Advance(TimeSpan.FromHours(25));

        foreach (var kind in (CallerKind[])[CallerKind.Owner, CallerKind.Granted, CallerKind.Other, CallerKind.Admin])
        {
            _tokens[kind] = await LogInAsync(kind);
        }

        _tokens[CallerKind.RevokedToken] = await LogInAsync(CallerKind.Owner);
        _tokens[CallerKind.DisabledAccount] = await _stack.Auth.LogInAsync(Disabled, Password);
        await SendAsync(CallerKind.RevokedToken, HttpMethod.Post, "/api/logout").IsDoneAsync();
        await SendAsync(CallerKind.Admin, HttpMethod.Post, "/api/users/disable", $$"""{"username":"{{Disabled}}"}""").IsDoneAsync();
        await UploadAsync();
    }

    public async Task DisposeAsync()
    {
        if (_stack is not null)
        {
            await _stack.DisposeAsync();
        }
    }

    /// <summary>A name that no package or user here has, always of the same length.</summary>
    internal string NewName() => $"p{Interlocked.Increment(ref _packages):000000}";

    /// <summary>Pushes a package of the owner with a tag, a version, access for some; shared with everybody that the registry lets in, if asked.</summary>
    internal async Task<string> PushAsync(bool isShared = false)
    {
        var name = NewName();
        var body = Content.Body(edit: json => json[isOpen ? "is_public" : "is_team"] = isShared);
        var hash = $$"""{"hash":"{{Content.Hash}}"}""";
        await SendAsync(CallerKind.Owner, HttpMethod.Put, $"/api/package/{Owner}/{name}/{Content.Hash}", body).JsonAsync();
        await SendAsync(CallerKind.Owner, HttpMethod.Put, $"/api/tag/{Owner}/{name}/latest", hash).IsDoneAsync();
        await SendAsync(CallerKind.Owner, HttpMethod.Put, $"/api/version/{Owner}/{name}/1.0", hash).IsDoneAsync();
        foreach (var user in (string[])[Granted, Disabled])
        {
            await SendAsync(CallerKind.Owner, HttpMethod.Put, $"/api/access/{Owner}/{name}/{user}").IsDoneAsync();
        }

        return name;
    }

    /// <summary>All that a call about a package could change, as its owner sees it.</summary>
    internal async Task<string> ReadStateAsync(string package)
    {
        var state = new StringBuilder();
        foreach (var what in (string[])["package", "log", "tag", "version", "access", "invite", "comments"])
        {
            state.AppendLine((await SendAsync(CallerKind.Owner, HttpMethod.Get, $"/api/{what}/{Owner}/{package}/").JsonAsync()).GetRawText());
        }

        return state.ToString();
    }

    /// <summary>Lets time pass.</summary>
    internal void Wait(TimeSpan time) => _stack!.Auth.Time.Advance(time);

    /// <summary>An account of its own, for what is done to accounts.</summary>
    internal async Task<string> NewUserAsync()
    {
        var name = NewName();
        await _stack!.Auth.RegisterAsync(name);
        return name;
    }

    /// <summary>Sends a call; what is not anonymous sends its token. With <paramref name="ownToken"/> that is one which nobody else uses.</summary>
    internal async Task<HttpResponseMessage> SendAsync(
        CallerKind caller, HttpMethod method, string path, string? json = null, HttpContent? content = null, bool ownToken = false)
    {
        content ??= new ByteArrayContent(Encoding.UTF8.GetBytes(json ?? "")) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var request = new HttpRequestMessage(method, path) { Content = content };
        var token = ownToken && caller.IsGood() ? await LogInAsync(caller) : _tokens[caller];
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return await Http.SendAsync(request);
    }

    private Task<string> LogInAsync(CallerKind caller) => caller switch
    {
        CallerKind.Admin => _stack!.Auth.LogInAsync("admin", AuthHost.AdminPassword),
        CallerKind.Granted => _stack!.Auth.LogInAsync(Granted, Password),
        CallerKind.Other => _stack!.Auth.LogInAsync(Other, Password),
        _ => _stack!.Auth.LogInAsync(Owner, Password),
    };

    private async Task UploadAsync()
    {
        var plan = await SendAsync(CallerKind.Owner, HttpMethod.Put, $"/api/package/{Owner}/anything/{Content.Hash}", Content.Body(dryRun: true)).JsonAsync(HttpStatusCode.OK);
        foreach (var entry in plan.GetProperty("upload_urls").EnumerateObject())
        {
            Assert.True(await ObjectWire.UploadAsync(entry.Value, Content.Content[entry.Name]));
        }
    }
}

/// <summary>A registry that lets anonymous callers in.</summary>
public sealed class OpenScene() : Scene(isOpen: true);

/// <summary>A registry that only members use.</summary>
public sealed class ClosedScene() : Scene(isOpen: false);
