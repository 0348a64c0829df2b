using Quilt.Client.Json;

namespace Quilt.Client;

/// <remarks>What only administrators may do.</remarks>
public sealed partial class QuiltRegistryClient
{
    /// <summary>All accounts.</summary>
    public async Task<IReadOnlyList<UserAccount>> GetUsersAsync(CancellationToken cancellationToken = default) =>
        (await GetAsync("/api/users/list", RegistryJson.Default.UserAccounts, cancellationToken)).Results;

    /// <summary>All users by name, with what they have and did.</summary>
    public async Task<IReadOnlyDictionary<string, UserActivity>> GetUserActivityAsync(CancellationToken cancellationToken = default) =>
        (await GetAsync("/api/users/list_detailed", RegistryJson.Default.UserActivities, cancellationToken)).Users;

    /// <summary>Makes an account; its user gets a mail with a link to set the password.</summary>
    public Task CreateUserAsync(string userName, string email, CancellationToken cancellationToken = default) =>
        ChangeUserAsync("create", new UserBody(userName, email), cancellationToken);

    /// <summary>Disables an account and ends its sessions.</summary>
    public Task DisableUserAsync(string userName, CancellationToken cancellationToken = default) =>
        ChangeUserAsync("disable", new UserBody(userName), cancellationToken);

    /// <summary>Enables a disabled account.</summary>
    public Task EnableUserAsync(string userName, CancellationToken cancellationToken = default) =>
        ChangeUserAsync("enable", new UserBody(userName), cancellationToken);

    /// <summary>Deletes an account.</summary>
    public Task DeleteUserAsync(string userName, CancellationToken cancellationToken = default) =>
        ChangeUserAsync("delete", new UserBody(userName), cancellationToken);

    /// <summary>Ends an account's sessions and has its user set a new password.</summary>
    public Task ResetUserPasswordAsync(string userName, CancellationToken cancellationToken = default) =>
        ChangeUserAsync("reset_password", new UserBody(userName), cancellationToken);

    /// <summary>All packages of an owner, also those that the caller could not see otherwise.</summary>
    public async Task<IReadOnlyList<OwnedPackage>> GetAllPackagesAsync(string owner, CancellationToken cancellationToken = default) =>
        (await GetAsync($"/api/admin/package_list/{Escape(owner)}/", RegistryJson.Default.OwnedPackages, cancellationToken)).Packages;

    /// <summary>All packages by <c>owner/name</c>, deleted ones among them, with what happened to them.</summary>
    public async Task<IReadOnlyDictionary<string, PackageActivity>> GetPackageActivityAsync(CancellationToken cancellationToken = default) =>
        (await GetAsync("/api/admin/package_summary", RegistryJson.Default.PackageActivities, cancellationToken)).Packages;

    /// <summary>What the registry allows now.</summary>
    public Task<RegistryRules> GetPolicyAsync(CancellationToken cancellationToken = default) =>
        GetAsync("/api/admin/policy", RegistryJson.Default.RegistryRules, cancellationToken);

    /// <summary>What happened to a package, oldest first.</summary>
    /// <param name="owner">The package's owner.</param>
    /// <param name="name">The package's name.</param>
    /// <param name="security">Whether also to tell who was given access, and from where each call came.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<AuditEvent>> AuditPackageAsync(string owner, string name, bool security = false, CancellationToken cancellationToken = default) =>
        (await GetAsync($"/api/audit/{Escape(owner)}/{Escape(name)}/{IncludeOf(security)}", RegistryJson.Default.AuditEvents, cancellationToken)).Events;

    /// <summary>What a user did, oldest first.</summary>
    /// <param name="userName">The user.</param>
    /// <param name="security">Whether also to tell sign-ins and the like, and from where each call came.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<AuditEvent>> AuditUserAsync(string userName, bool security = false, CancellationToken cancellationToken = default) =>
        (await GetAsync($"/api/audit/{Escape(userName)}/{IncludeOf(security)}", RegistryJson.Default.AuditEvents, cancellationToken)).Events;

    private static string IncludeOf(bool security) => security ? "?include=security" : "";

    private Task<Nothing> ChangeUserAsync(string change, UserBody body, CancellationToken cancellationToken) =>
        SendJsonAsync(HttpMethod.Post, "/api/users/" + change, body, RegistryJson.Default.UserBody, RegistryJson.Default.Nothing, cancellationToken);
}
