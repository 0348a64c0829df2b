using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Quilt.ServiceDefaults.PublicAddresses;
using Quilt.Standalone.DataFolders;
using Quilt.Standalone.Options;
using Quilt.Standalone.Postgres;

namespace Quilt.Standalone.Hosting;

/// <summary>The configuration that Standalone gives to the services: where the others are, and the secrets they share.</summary>
internal sealed class ServiceConfiguration(StandaloneOptions options, DataFolder folder, Secrets secrets, EmbeddedPostgres postgres)
{
    private static readonly string[] LocalHosts = ["localhost", "127.0.0.1", "[::1]"];

    private const string DefaultAdmin = "admin";
    private const string DefaultPassword = "quilt";

    /// <summary>What a person may override through the environment: a friendly registry on one's own machine.</summary>
    public static IReadOnlyDictionary<string, string?> Defaults { get; } = new Dictionary<string, string?>
    {
        ["Quilt:EnableUserEndpoints"] = "true",
        ["Quilt:AllowSignup"] = "true",
        ["Quilt:Admin:Email"] = "admin@localhost",
    };

    /// <summary>What holds whatever else is configured.</summary>
    public Dictionary<string, string?> Fixed()
    {
        var settings = new Dictionary<string, string?>
        {
            ["ConnectionStrings:registry"] = postgres.ConnectionString(Databases.Registry),
            ["ConnectionStrings:auth-db"] = postgres.ConnectionString(Databases.Auth, maxPoolSize: 20),
            ["services:api:http:0"] = Local(QuiltService.Registry),
            ["services:auth:http:0"] = Local(QuiltService.Auth),
            ["Quilt:Previews:ObjectsEndpoint"] = Local(QuiltService.Objects),
            ["Quilt:Objects:Endpoint"] = Local(QuiltService.Objects),
            ["Quilt:Objects:AccessKey"] = secrets.ObjectAccessKey,
            ["Quilt:Objects:SecretKey"] = secrets.ObjectSecretKey,
            ["Quilt:Objects:Region"] = "us-east-1",
            ["Quilt:Objects:Bucket"] = "quilt",
            ["Quilt:Objects:BulkLookup"] = "true",
            ["Quilt:ObjectStore:Folder"] = folder.Objects,
            ["Quilt:ObjectStore:AccessKey"] = secrets.ObjectAccessKey,
            ["Quilt:ObjectStore:SecretKey"] = secrets.ObjectSecretKey,
            ["Quilt:ObjectStore:Region"] = "us-east-1",
            ["Quilt:Admin:UserName"] = DefaultAdmin,
            ["Quilt:Admin:Password"] = options.AdminPassword ?? DefaultPassword,
            ["Quilt:Admin:IsDefaultPassword"] = options.AdminPassword is null ? "true" : "false",
            ["Quilt:ServiceClients:registry:Secret"] = secrets.RegistryClientSecret,
            ["Quilt:ServiceClients:catalog:Secret"] = secrets.CatalogClientSecret,
            ["Quilt:DataProtection:Folder"] = folder.Keys,
            ["Quilt:Mail:OutboxFolder"] = folder.Outbox,

            // In a container .NET's image names a port; each service would warn that it listens elsewhere.
            ["HTTP_PORTS"] = "",
        };
        foreach (var (service, port) in options.Ports)
        {
            settings[$"Quilt:Ports:{service}"] = port.ToString(CultureInfo.InvariantCulture);
        }

        foreach (var (service, url) in options.PublicUrls)
        {
            settings[$"Quilt:PublicUrls:{service}"] = url;
        }

        foreach (var (index, uri) in CatalogRedirectUris().Index())
        {
            settings[$"Quilt:Auth:CatalogRedirectUris:{index}"] = uri;
        }

        return settings;
    }

    /// <summary>The machine's names and addresses under which others may reach a service that is bound wide.</summary>
    public static IEnumerable<string> Hosts(BindAddress bind)
    {
        var asked = bind.Addresses.Where(address => !IPAddress.IsLoopback(address)).ToList();
        if (asked.Exists(address => !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any)))
        {
            return asked.Select(BindAddress.Host);
        }

        return asked.Count == 0
            ? []
            : NetworkInterface.GetAllNetworkInterfaces()
                .Where(network => network.OperationalStatus == OperationalStatus.Up)
                .SelectMany(network => network.GetIPProperties().UnicastAddresses)
                .Select(unicast => unicast.Address)
                .Where(address => !IPAddress.IsLoopback(address) && !address.IsIPv6LinkLocal)
                .OrderBy(address => address.AddressFamily == AddressFamily.InterNetwork ? 0 : 1)
                .Select(BindAddress.Host)
                .Append(Environment.MachineName.ToLowerInvariant());
    }

    private string Local(QuiltService service) => $"http://127.0.0.1:{options.Ports[service]}";

    /// <summary>Where sign-in may send a browser back to: every address under which the catalog can be reached.</summary>
    private IEnumerable<string> CatalogRedirectUris()
    {
        var port = options.Ports[QuiltService.Catalog];
        var addresses = LocalHosts
            .Concat(Hosts(options.Bind))
            .Select(host => $"http://{host}:{port}");
        if (options.PublicUrls.TryGetValue(QuiltService.Catalog, out var configured))
        {
            addresses = addresses.Prepend(configured);
        }

        return addresses.Distinct().Select(address => address + "/signin-oidc");
    }
}
