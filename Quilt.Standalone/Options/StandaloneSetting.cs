namespace Quilt.Standalone.Options;

/// <summary>One setting of Standalone and the three places it can be given: command line, environment, configuration key.</summary>
/// <param name="Option">The command-line option, such as <c>--data</c>.</param>
/// <param name="Key">The configuration key, such as <c>Quilt:Data</c> (<c>Quilt__Data</c> in the environment).</param>
/// <param name="ValueName">What the help calls the value; empty for a switch.</param>
/// <param name="Description">One line of help.</param>
internal sealed record StandaloneSetting(string Option, string Key, string ValueName, string Description)
{
    public static readonly StandaloneSetting Data = new("--data", "Quilt:Data", "FOLDER", "Where everything is kept. Default: quilt in the user's local application data; /var/lib/quilt for root.");
    public static readonly StandaloneSetting Ephemeral = new("--ephemeral", "Quilt:Ephemeral", "", "Keep everything in a temporary folder that is deleted at the end.");
    public static readonly StandaloneSetting Port = new("--port", "Quilt:Ports:Registry", "PORT", "Port of the registry. Default: 5000.");
    public static readonly StandaloneSetting ObjectsPort = new("--objects-port", "Quilt:Ports:Objects", "PORT", "Port of the object store. Default: 5001.");
    public static readonly StandaloneSetting AuthPort = new("--auth-port", "Quilt:Ports:Auth", "PORT", "Port of the sign-in service. Default: 5002.");
    public static readonly StandaloneSetting CatalogPort = new("--catalog-port", "Quilt:Ports:Catalog", "PORT", "Port of the web catalog. Default: 3000.");
    public static readonly StandaloneSetting Bind = new("--bind", "Quilt:Bind", "ADDRESS", "Address to listen on: localhost, an IP address of this machine, or * for all. Default: localhost.");
    public static readonly StandaloneSetting PublicUrl = new("--public-url", "Quilt:PublicUrls:Registry", "URL", "Address under which clients reach the registry, when it differs from the one they ask.");
    public static readonly StandaloneSetting PublicObjectsUrl = new("--public-objects-url", "Quilt:PublicUrls:Objects", "URL", "The same for the object store.");
    public static readonly StandaloneSetting PublicAuthUrl = new("--public-auth-url", "Quilt:PublicUrls:Auth", "URL", "The same for the sign-in service.");
    public static readonly StandaloneSetting PublicCatalogUrl = new("--public-catalog-url", "Quilt:PublicUrls:Catalog", "URL", "The same for the web catalog.");
    public static readonly StandaloneSetting Postgres = new("--postgres", "Quilt:Postgres:BinFolder", "FOLDER", "Folder with the PostgreSQL programs (postgres, initdb, pg_ctl). Default: the newest installed, else a download.");
    public static readonly StandaloneSetting AdminPassword = new("--admin-password", "Quilt:AdminPassword", "PASSWORD", "Password of the first admin in place of the default one. Better given as QUILT_ADMIN_PASSWORD.");

    /// <summary>Every setting, in the order of the help.</summary>
    public static readonly IReadOnlyList<StandaloneSetting> All =
    [
        Data, Ephemeral, Port, ObjectsPort, AuthPort, CatalogPort, Bind,
        PublicUrl, PublicObjectsUrl, PublicAuthUrl, PublicCatalogUrl, Postgres, AdminPassword,
    ];

    /// <summary>Whether the setting is a switch, on or off.</summary>
    public bool IsSwitch => ValueName.Length == 0;

    /// <summary>The short environment variable, such as <c>QUILT_ADMIN_PASSWORD</c>.</summary>
    public string EnvironmentVariable => "QUILT_" + Option.TrimStart('-').Replace('-', '_').ToUpperInvariant();
}
