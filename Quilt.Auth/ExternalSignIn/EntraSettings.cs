namespace Quilt.Auth.ExternalSignIn;

/// <summary>Sign-in with Microsoft Entra ID, switched on by <c>AzureAd:ClientId</c>.</summary>
/// <param name="AdminRole">The app role that makes its holders admins here.</param>
/// <param name="Tenants">The tenants whose people may come, in lower case; empty for all that Entra lets through.</param>
internal sealed record EntraSettings(ExternalProvider Provider, string AdminRole, IReadOnlySet<string> Tenants)
{
    public const string Section = "AzureAd";
    public const string DefaultInstance = "https://login.microsoftonline.com/";

    private const string TenantsKey = "Quilt:Entra:AllowedTenants";

    /// <summary>What stands for people of any tenant.</summary>
    private static readonly HashSet<string> AnyTenant = new(["common", "organizations", "consumers"], StringComparer.OrdinalIgnoreCase);

    public static EntraSettings? Read(IConfiguration configuration)
    {
        if (SettingReader.Text(configuration, $"{Section}:ClientId") is null)
        {
            return null;
        }

        if (SettingReader.Text(configuration, $"{Section}:TenantId") is not { } tenant)
        {
            throw new InvalidOperationException($"{Section}:TenantId is not set. It must be the id or domain of your tenant; 'organizations' lets people of every tenant in.");
        }

        if (SettingReader.Text(configuration, $"{Section}:ClientSecret") is null && SettingReader.Text(configuration, $"{Section}:ClientCredentials:0:ClientSecret") is null)
        {
            throw new InvalidOperationException($"{Section}:ClientSecret is not set. Sign-in with Entra ID needs a client secret of the app registration; certificates are not supported.");
        }

        var instance = SettingReader.BaseAddress($"{Section}:Instance", SettingReader.Text(configuration, $"{Section}:Instance") ?? DefaultInstance, DefaultInstance);
        var tenants = SettingReader.List(configuration, TenantsKey);
        if (tenants.FirstOrDefault(id => !Guid.TryParse(id, out _)) is { } wrong)
        {
            throw new InvalidOperationException($"{TenantsKey} holds '{wrong}'. Each entry must be the id of a tenant, such as 72f988bf-86f1-41af-91ab-2d7cd011db47.");
        }

        return new EntraSettings(
            new ExternalProvider(ExternalProvider.Entra, SettingReader.Text(configuration, "Quilt:Entra:DisplayName") ?? "Microsoft", instance.AbsoluteUri, tenants.Count > 0 || !AnyTenant.Contains(tenant)),
            SettingReader.Text(configuration, "Quilt:Entra:AdminRole") ?? "Quilt.Admin",
            tenants.Select(id => Guid.Parse(id).ToString()).ToHashSet());
    }
}
