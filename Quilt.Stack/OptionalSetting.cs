namespace Quilt.Stack;

/// <summary>A setting that a stack hands over where somebody gave it, and that is absent otherwise.</summary>
/// <param name="Parameter">The parameter's name in the stack.</param>
/// <param name="Variable">The environment variable that carries it.</param>
/// <param name="IsSecret">Whether nobody may see it.</param>
/// <param name="ForApi">Whether the registry needs it besides sign-in.</param>
public sealed record OptionalSetting(string Parameter, string Variable, bool IsSecret = false, bool ForApi = false)
{
    /// <summary>All there are: sign-in through GitHub and Entra ID, and mail.</summary>
    public static IReadOnlyList<OptionalSetting> All { get; } =
    [
        new("github-client-id", "OAUTH_CLIENT_ID_GITHUB"),
        new("github-client-secret", "OAUTH_CLIENT_SECRET_GITHUB", IsSecret: true),
        new("github-base-url", "Quilt__GitHub__BaseUrl"),
        new("github-organizations", "Quilt__GitHub__Organizations"),
        new("entra-client-id", "AzureAd__ClientId"),
        new("entra-tenant-id", "AzureAd__TenantId"),
        new("entra-client-secret", "AzureAd__ClientSecret", IsSecret: true),
        new("mail-host", "Quilt__Mail__Host", ForApi: true),
        new("mail-port", "Quilt__Mail__Port", ForApi: true),
        new("mail-security", "Quilt__Mail__Security", ForApi: true),
        new("mail-user-name", "Quilt__Mail__UserName", ForApi: true),
        new("mail-password", "Quilt__Mail__Password", IsSecret: true, ForApi: true),
        new("mail-from", "Quilt__Mail__From", ForApi: true),
    ];
}
