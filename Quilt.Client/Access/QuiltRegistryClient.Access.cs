using System.Net;
using Quilt.Client.Json;

namespace Quilt.Client;

internal sealed record AccessList(IReadOnlyList<string> Users);

public sealed partial class QuiltRegistryClient
{
    /// <summary>Lets a user see a package; <c>public</c> and <c>team</c> stand for everybody and for everybody who is signed in.</summary>
    public Task GrantAccessAsync(string owner, string name, string user, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Put, AccessPath(owner, name, user), content: null, RegistryJson.Default.Nothing, cancellationToken);

    /// <summary>Whether a user was granted access. Only the owner may ask.</summary>
    public async Task<bool> HasAccessAsync(string owner, string name, string user, CancellationToken cancellationToken = default)
    {
        try
        {
            await GetAsync(AccessPath(owner, name, user), RegistryJson.Default.Nothing, cancellationToken);
            return true;
        }
        catch (RegistryException refusal) when (refusal.Status == HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    /// <summary>Takes a user's access back.</summary>
    public Task RevokeAccessAsync(string owner, string name, string user, CancellationToken cancellationToken = default) =>
        DeleteAsync(AccessPath(owner, name, user), cancellationToken);

    /// <summary>Who may see a package.</summary>
    public async Task<IReadOnlyList<string>> GetAccessAsync(string owner, string name, CancellationToken cancellationToken = default) =>
        (await GetAsync(AccessPath(owner, name, ""), RegistryJson.Default.AccessList, cancellationToken)).Users;

    private static string AccessPath(string owner, string name, string user) => $"/api/access/{Escape(owner)}/{Escape(name)}/{Escape(user)}";
}
