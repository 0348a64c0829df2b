using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Quilt.Client;
using Quilt.Tests.Standalone;

namespace Quilt.Tests.Flows;

/// <summary>
/// A user of the Python client, with what the client sends: its headers on every call, a JSON content type also where
/// there is no body, gzip'ed push bodies; objects move without credentials and are taken as they come.
/// </summary>
internal sealed class PythonClient
{
    private const string Password = "correct horse battery";

    /// <summary>Moves objects, as the client's plain requests do.</summary>
    public static readonly HttpClient Storage = Configure(
        new HttpClient(new SocketsHttpHandler { UseCookies = false }), "python-requests/2.28.1", "*/*");

    private static readonly SocketsHttpHandler Connections = new() { UseCookies = false, AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate };

    private PythonClient(Uri registry, string name, string? token)
    {
        Name = name;
        Token = token;
        Http = Configure(new HttpClient(Connections, disposeHandler: false) { BaseAddress = registry }, "quilt-cli/2.9.15 (Linux 6.1.0) CPython/3.11.2", "application/json");
        if (token is not null)
        {
            Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    /// <summary>The user name; empty when not logged in.</summary>
    public string Name { get; }

    public string? Token { get; }

    public HttpClient Http { get; }

    public QuiltRegistryClient Registry => new(Http);

    public static PythonClient Anonymous(StandaloneProcess server) => At(server.Registry);

    /// <summary>Somebody with a token, or nobody, at any registry.</summary>
    public static PythonClient At(Uri registry, string name = "", string? token = null) => new(registry, name, token);

    public static async Task<PythonClient> RegisterAsync(StandaloneProcess server, string name)
    {
        var anonymous = Anonymous(server);
        await anonymous.Registry.RegisterAsync(name, Password, name + "@example.org");
        return new PythonClient(server.Registry, name, await anonymous.Registry.LoginAsync(name, Password));
    }

    /// <summary>The same user with another token.</summary>
    public PythonClient With(string token) => new(Http.BaseAddress!, Name, token);

    /// <summary>Signs in to a page.</summary>
    public IReadOnlyList<(string Name, string Value)> Credentials => [("username", Name), ("password", Password)];

    /// <summary>A call, with a JSON body or none.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? json = null)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(json ?? ""));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return SendAsync(method, path, content);
    }

    /// <summary>A call that succeeds, and what it answers.</summary>
    public async Task<string> PostAsync(string path, string json)
    {
        using var answer = await SendAsync(HttpMethod.Post, path, json);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode} from {path}: {body}");
        return body;
    }

    /// <summary>A push: the body is gzip'ed.</summary>
    public Task<HttpResponseMessage> SendGzipAsync(HttpMethod method, string path, string json)
    {
        var content = new ByteArrayContent(Gzip(Encoding.UTF8.GetBytes(json)));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentEncoding.Add("gzip");
        return SendAsync(method, path, content);
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent content)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };
        return await Http.SendAsync(request);
    }

    /// <summary>The path of a package of one's own.</summary>
    public string PathOf(string package, FlowPackage content) => $"/api/package/{Name}/{package}/{content.Hash}";

    /// <summary>Makes a dry run and uploads what is missing; tells how many objects were.</summary>
    public async Task<int> UploadAsync(string package, FlowPackage content, bool compress = false)
    {
        var plan = await Registry.DryRunPushAsync(Name, package, content.Hash, content.ToPush());
        return await new PackageTransfer(Storage).UploadAsync(plan, content.Objects, compress);
    }

    /// <summary>All calls of <c>quilt push</c>.</summary>
    public async Task PushAsync(string package, FlowPackage content, bool isPublic = false)
    {
        await UploadAsync(package, content);
        await Registry.PushAsync(Name, package, content.Hash, content.ToPush(isPublic));
        await Registry.SetTagAsync(Name, package, "latest", content.Hash);
    }

    /// <summary>All calls of <c>quilt install</c>; fails unless every byte is as it was pushed.</summary>
    public async Task InstallsAsync(string owner, string package, FlowPackage content)
    {
        var latest = await Registry.GetTagAsync(owner, package, "latest");
        Assert.Equal(content.Hash, latest.Hash);
        var install = await Registry.InstallAsync(owner, package, latest.Hash);
        Assert.Equal(content.Hash, PackageHash.Compute(install.Contents));
        Assert.Equal(content.ObjectHashes, install.Urls.Keys.Order(StringComparer.Ordinal));
        await Parallel.ForEachAsync(install.Urls, new ParallelOptions { MaxDegreeOfParallelism = 20 }, async (entry, _) =>
            Assert.Equal(content.Content[entry.Key], await ObjectWire.DownloadAsync(entry.Value, install.Sizes[entry.Key])));
    }

    public static byte[] Gzip(byte[] bytes)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return buffer.ToArray();
    }

    private static HttpClient Configure(HttpClient http, string userAgent, string accept)
    {
        http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", userAgent);
        http.DefaultRequestHeaders.TryAddWithoutValidation("Accept", accept);
        http.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Encoding", "gzip, deflate");
        return http;
    }
}
