using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Quilt.Stack;

/// <summary>What somebody may choose about a stack: the settings of the AppHost.</summary>
public sealed class StackSettings
{
    private const int MostReplicas = 30;

    private static readonly string[] Services = ["Registry", "Auth", "Catalog", "Objects"];

    private StackSettings()
    {
    }

    /// <summary><c>Quilt:Containers</c>: false runs everything as one process, where there is no container engine.</summary>
    public bool Containers { get; private init; }

    /// <summary><c>Quilt:PersistentContainers</c>: databases and object store go on when the AppHost ends, and start faster the next time.</summary>
    public bool PersistentContainers { get; private init; }

    /// <summary><c>Quilt:Target</c>: what a published stack is made for.</summary>
    public StackTarget Target { get; private init; }

    /// <summary><c>Quilt:ApiReplicas</c>: processes of the registry on a developer's machine and in Kubernetes; with Compose there is one.</summary>
    public int ApiReplicas { get; private init; }

    /// <summary><c>Quilt:MinReplicas</c>: of each service in Azure; zero lets it sleep when nobody calls.</summary>
    public int MinReplicas { get; private init; }

    /// <summary><c>Quilt:MaxReplicas</c>: of each service in Azure.</summary>
    public int MaxReplicas { get; private init; }

    /// <summary><c>Quilt:ExternalObjects</c>: the objects lie in an S3-compatible store of somebody else, instead of in a container.</summary>
    public bool ExternalObjects { get; private init; }

    /// <summary><c>Quilt:CustomDomains</c>: the services in Azure have names of one's own, with certificates.</summary>
    public bool CustomDomains { get; private init; }

    /// <summary><c>Quilt:TlsSecret</c>: the secret in Kubernetes with the certificate for the public names.</summary>
    public string? TlsSecret { get; private init; }

    /// <summary><c>Quilt:PublicUrls:*</c> by service, for Compose and Kubernetes: where people find a published stack. Empty where none is given.</summary>
    public IReadOnlyDictionary<string, Uri> PublicUrls { get; private init; } = new Dictionary<string, Uri>();

    /// <summary>The proxies before a published stack, whose word about where a request came from counts.</summary>
    public IReadOnlyList<string> TrustedProxies { get; private init; } = [];

    /// <summary>The optional settings that are given, as <c>Parameters:NAME</c>.</summary>
    public IReadOnlyList<OptionalSetting> Optional { get; private init; } = [];

    /// <summary>Reads the settings.</summary>
    /// <param name="configuration">Where they are.</param>
    /// <param name="publishing">Whether the stack is published, and does not run here.</param>
    /// <exception cref="InvalidOperationException">One is wrong; the message says which, and what is allowed.</exception>
    public static StackSettings Read(IConfiguration configuration, bool publishing)
    {
        var target = configuration["Quilt:Target"] is { Length: > 0 } text
            ? Enum.TryParse<StackTarget>(text, ignoreCase: true, out var named) && Enum.IsDefined(named)
                ? named
                : throw Wrong("Quilt:Target", text, string.Join(", ", Enum.GetNames<StackTarget>()))
            : StackTarget.Azure;
        var settings = new StackSettings
        {
            Containers = ReadSwitch(configuration, "Quilt:Containers", true),
            PersistentContainers = ReadSwitch(configuration, "Quilt:PersistentContainers", true),
            Target = target,
            ApiReplicas = ReadNumber(configuration, "Quilt:ApiReplicas", 1, 1),
            MinReplicas = ReadNumber(configuration, "Quilt:MinReplicas", 1, 0),
            MaxReplicas = ReadNumber(configuration, "Quilt:MaxReplicas", 3, 1),
            ExternalObjects = ReadSwitch(configuration, "Quilt:ExternalObjects", false),
            CustomDomains = ReadSwitch(configuration, "Quilt:CustomDomains", false),
            TlsSecret = configuration["Quilt:TlsSecret"] is { Length: > 0 } secret ? secret : null,
            PublicUrls = ReadPublicUrls(configuration),
            TrustedProxies = ReadProxies(configuration, target),
            Optional = [.. OptionalSetting.All.Where(setting => !string.IsNullOrEmpty(configuration[$"Parameters:{setting.Parameter}"]))],
        };
        if (publishing && target == StackTarget.Compose && settings.ApiReplicas > 1)
        {
            throw new InvalidOperationException(
                $"Quilt:ApiReplicas is '{settings.ApiReplicas}'. With Quilt:Target=Compose it can only be 1, because the one port of the registry belongs to one container.");
        }

        return settings.MinReplicas <= settings.MaxReplicas
            ? settings
            : throw Wrong("Quilt:MinReplicas", settings.MinReplicas.ToString(CultureInfo.InvariantCulture), $"numbers up to Quilt:MaxReplicas, which is {settings.MaxReplicas}");
    }

    private static bool ReadSwitch(IConfiguration configuration, string key, bool standard) =>
        configuration[key] is not { Length: > 0 } text
            ? standard
            : bool.TryParse(text, out var value) ? value : throw Wrong(key, text, "true, false");

    private static int ReadNumber(IConfiguration configuration, string key, int standard, int least) =>
        configuration[key] is not { Length: > 0 } text
            ? standard
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= MostReplicas
                ? value
                : throw Wrong(key, text, $"numbers from {least} to {MostReplicas}");

    private static Dictionary<string, Uri> ReadPublicUrls(IConfiguration configuration)
    {
        var urls = new Dictionary<string, Uri>();
        foreach (var service in Services)
        {
            var key = $"Quilt:PublicUrls:{service}";
            if (configuration[key] is { Length: > 0 } text)
            {
                urls[service] = Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
                    ? uri
                    : throw Wrong(key, text, "absolute http and https addresses");
            }
        }

        return urls.Count == 0 || urls.Count == Services.Length
            ? urls
            : throw new InvalidOperationException($"Of Quilt:PublicUrls only {string.Join(", ", urls.Keys)} is set. Set all of {string.Join(", ", Services)}, or none.");
    }

    /// <summary>
    /// Calls of people come through the platform's ingress, and sign-in hears of them from the registry: both have
    /// addresses of the platform's own network.
    /// </summary>
    private static string[] ReadProxies(IConfiguration configuration, StackTarget target)
    {
        var given = configuration.GetSection("Quilt:TrustedProxies").GetChildren().Select(entry => entry.Value).OfType<string>().ToArray();
        return given.Length > 0 ? given : target switch
        {
            StackTarget.Compose => ["172.16.0.0/12", "192.168.0.0/16"],
            _ => ["10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"],
        };
    }

    private static InvalidOperationException Wrong(string key, string value, string allowed) =>
        new($"{key} is '{value}'. Allowed are {allowed}.");
}
