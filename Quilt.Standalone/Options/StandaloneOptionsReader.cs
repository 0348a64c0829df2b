using System.Globalization;
using Quilt.ServiceDefaults.PublicAddresses;
using Quilt.Standalone.DataFolders;

namespace Quilt.Standalone.Options;

/// <summary>Makes checked options of the configuration; a wrong value is refused with the place it came from.</summary>
internal sealed class StandaloneOptionsReader(IConfiguration configuration)
{
    private static readonly (QuiltService Service, StandaloneSetting Port, StandaloneSetting Url, int DefaultPort)[] Services =
    [
        (QuiltService.Registry, StandaloneSetting.Port, StandaloneSetting.PublicUrl, 5000),
        (QuiltService.Objects, StandaloneSetting.ObjectsPort, StandaloneSetting.PublicObjectsUrl, 5001),
        (QuiltService.Auth, StandaloneSetting.AuthPort, StandaloneSetting.PublicAuthUrl, 5002),
        (QuiltService.Catalog, StandaloneSetting.CatalogPort, StandaloneSetting.PublicCatalogUrl, 3000),
    ];

    /// <summary>The option that sets the port of <paramref name="service"/>.</summary>
    public static string PortOption(QuiltService service) => Services.Single(entry => entry.Service == service).Port.Option;

    /// <summary>Reads and checks every setting.</summary>
    /// <exception cref="StartRefusedException">A value is not allowed.</exception>
    public StandaloneOptions Read()
    {
        var ports = Services.ToDictionary(entry => entry.Service, entry => ReadPort(entry.Port, entry.DefaultPort));
        foreach (var clash in ports.GroupBy(entry => entry.Value).Where(group => group.Count() > 1))
        {
            throw new StartRefusedException(
                $"Port {clash.Key} is given to more than one service. Choose different values for {string.Join(" and ", clash.Select(entry => PortOption(entry.Key)))}.");
        }

        return new StandaloneOptions(
            ReadDataFolder(),
            ports,
            ReadBind(),
            Services.Select(entry => (entry.Service, Url: ReadUrl(entry.Url))).Where(entry => entry.Url is not null).ToDictionary(entry => entry.Service, entry => entry.Url!),
            Text(StandaloneSetting.Postgres) is { } folder ? FullPath(StandaloneSetting.Postgres, folder) : null,
            ReadAdminPassword());
    }

    private string? ReadDataFolder()
    {
        var folder = Text(StandaloneSetting.Data);
        if (!ReadSwitch(StandaloneSetting.Ephemeral))
        {
            return folder is null ? DefaultFolders.Data : FullPath(StandaloneSetting.Data, folder);
        }

        return folder is null
            ? null
            : throw Refuse(StandaloneSetting.Ephemeral, "true", $"a data folder is given as well. Give either {StandaloneSetting.Data.Option} or {StandaloneSetting.Ephemeral.Option}.");
    }

    private BindAddress ReadBind()
    {
        var text = Text(StandaloneSetting.Bind);
        return text is null
            ? BindAddress.Loopback
            : BindAddress.Parse(text) ?? throw Refuse(StandaloneSetting.Bind, text, "it must be localhost, an IP address of this machine, or * for all addresses.");
    }

    private string? ReadAdminPassword()
    {
        var password = Text(StandaloneSetting.AdminPassword);
        return password is null or { Length: >= 8 and <= 1024 }
            ? password
            : throw new StartRefusedException($"The password in {StandaloneSetting.AdminPassword.Option} or {StandaloneSetting.AdminPassword.EnvironmentVariable} must have 8 to 1024 characters.");
    }

    private int ReadPort(StandaloneSetting setting, int defaultPort)
    {
        if (Text(setting) is not { } text)
        {
            return defaultPort;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535
            ? port
            : throw Refuse(setting, text, "it must be a port number from 1 to 65535.");
    }

    private string? ReadUrl(StandaloneSetting setting)
    {
        if (Text(setting) is not { } text)
        {
            return null;
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Query.Length == 0 && uri.Fragment.Length == 0
            ? uri.AbsoluteUri.TrimEnd('/')
            : throw Refuse(setting, text, "it must be an absolute http or https address, such as https://quilt.example.com.");
    }

    private bool ReadSwitch(StandaloneSetting setting) => Text(setting)?.ToUpperInvariant() switch
    {
        null or "FALSE" or "0" or "NO" or "OFF" => false,
        "TRUE" or "1" or "YES" or "ON" => true,
        _ => throw Refuse(setting, Text(setting)!, "it must be true or false."),
    };

    private static string FullPath(StandaloneSetting setting, string path)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var expanded = path == "~" || path.StartsWith("~/", StringComparison.Ordinal) ? home + path[1..] : path;
        return expanded.Contains('\0', StringComparison.Ordinal)
            ? throw Refuse(setting, path.Replace("\0", "\\0", StringComparison.Ordinal), "it must be the path of a folder.")
            : Path.TrimEndingDirectorySeparator(Path.GetFullPath(expanded));
    }

    private string? Text(StandaloneSetting setting) => configuration[setting.Key] is { Length: > 0 } text ? text : null;

    private static StartRefusedException Refuse(StandaloneSetting setting, string value, string reason) =>
        new($"{setting.Option} (or {setting.EnvironmentVariable}) is '{value}', but {reason}");
}
