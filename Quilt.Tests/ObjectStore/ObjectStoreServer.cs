using System.Net.Sockets;
using System.Text;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Quilt.ObjectStore;

namespace Quilt.Tests.ObjectStore;

/// <summary>A real object store on a throw-away folder and a free port of loopback, with a bucket and a client.</summary>
public sealed class ObjectStoreServer : IAsyncLifetime, IAsyncDisposable
{
    public const string AccessKey = "quilt-test";
    public const string SecretKey = "not-a-secret-but-long";
    public const string Bucket = "quilt";
    private readonly Dictionary<string, string?> _settings;
    private readonly TimeProvider? _time;
    private readonly bool _keepsFolder;
    private WebApplication? _app;

    public ObjectStoreServer()
        : this(folder: null)
    {
    }

    /// <param name="folder">A folder to use and keep; null for a throw-away one.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <param name="settings">More settings.</param>
    internal ObjectStoreServer(string? folder, TimeProvider? time = null, params (string Key, string Value)[] settings)
    {
        _keepsFolder = folder is not null;
        _time = time;
        Folder = folder ?? Directory.CreateTempSubdirectory("quilt-objects-").FullName;
        _settings = new()
        {
            ["urls"] = "http://127.0.0.1:0",
            ["Quilt:ObjectStore:Folder"] = Folder,
            ["Quilt:ObjectStore:AccessKey"] = AccessKey,
            ["Quilt:ObjectStore:SecretKey"] = SecretKey,
        };
        foreach (var (key, value) in settings)
        {
            _settings[key] = value;
        }
    }

    public string Folder { get; }

    /// <summary>The address, without a trailing slash.</summary>
    public string Url { get; private set; } = "";

    public AmazonS3Client S3 { get; private set; } = null!;

    /// <summary>A client as the Python one: no redirects, no compression, nothing added.</summary>
    public HttpClient Http { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false, MaxConnectionsPerServer = 20 });

    public async Task InitializeAsync()
    {
        _app = ObjectStoreApplication.Build([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(_settings);
            if (_time is not null)
            {
                builder.Services.AddSingleton(_time);
            }
        });
        await _app.StartAsync();
        Url = _app.Urls.Single();
        S3 = CreateClient();
        await S3.PutBucketAsync(Bucket);
    }

    /// <summary>Another client, for other keys or settings.</summary>
    public AmazonS3Client CreateClient(string accessKey = AccessKey, string secretKey = SecretKey, Action<AmazonS3Config>? configure = null)
    {
        var config = new AmazonS3Config
        {
            ServiceURL = Url,
            ForcePathStyle = true,
            AuthenticationRegion = "us-east-1",
            MaxErrorRetry = 0,
        };
        configure?.Invoke(config);
        return new AmazonS3Client(new BasicAWSCredentials(accessKey, secretKey), config);
    }

    /// <summary>An address signed by AWSSDK.</summary>
    public string Presign(string key, HttpVerb verb = HttpVerb.GET, Action<GetPreSignedUrlRequest>? configure = null)
    {
        var request = new GetPreSignedUrlRequest
        {
            BucketName = Bucket,
            Key = key,
            Verb = verb,
            Protocol = Protocol.HTTP,
            Expires = DateTime.UtcNow.AddHours(24),
        };
        configure?.Invoke(request);
        return S3.GetPreSignedURL(request);
    }

    /// <summary>Sends a request line and body just as they are given, which HttpClient would tidy up, and gives the whole answer.</summary>
    public async Task<string> SendRawAsync(string request)
    {
        var address = new Uri(Url);
        using var connection = new TcpClient();
        await connection.ConnectAsync(address.Host, address.Port);
        await using var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }

    /// <summary>Every file of an object or a temporary one, to see that nothing was stored.</summary>
    public string[] Files() => [.. Directory.GetFiles(Folder, "*", SearchOption.AllDirectories).Where(path => Path.GetFileName(path) != "lock")];

    public async Task DisposeAsync()
    {
        S3?.Dispose();
        Http.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        if (!_keepsFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    ValueTask IAsyncDisposable.DisposeAsync() => new(DisposeAsync());
}
