using System.Net;
using Quilt.Client.Json;

namespace Quilt.Client;

internal sealed record AccessList(IReadOnlyList<string> Users);

public sealed partial class QuiltRegistryClient
{
    /// <summary>
    /// Lets a user see a package; <c>public</c> and <c>team</c> stand for everybody and for everybody who is signed in. An
    /// e-mail address is invited: whoever signs in with it has access once they open their profile.
    /// </summary>
    public Task GrantAccessAsync(string owner, string name, string user, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Put, AccessPath(owner, name, user), content: null, RegistryJson.Default.Nothing, cancellationToken);

    /// <summary>Whether a user was granted access, or an e-mail address is invited. Only the owner may ask.</summary>
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

    /// <summary>Takes a user's access back, or the invitation of an e-mail address.</summary>
    public Task RevokeAccessAsync(string owner, string name, string user, CancellationToken cancellationToken = default) =>
        DeleteAsync(AccessPath(owner, name, user), cancellationToken);

    /// <summary>Who may see a package.</summary>
    public async Task<IReadOnlyList<string>> GetAccessAsync(string owner, string name, CancellationToken cancellationToken = default) =>
        (await GetAsync(AccessPath(owner, name, ""), RegistryJson.Default.AccessList, cancellationToken)).Users;

    /// <summary>The invitations of the caller's e-mail address. Opening the profile takes them up.</summary>
    public async Task<IReadOnlyList<Invitation>> GetInvitationsAsync(CancellationToken cancellationToken = default) =>
        (await GetAsync("/api/invite/", RegistryJson.Default.InvitationList, cancellationToken)).Invitations;

    /// <summary>The invitations to a package. Only the owner may ask.</summary>
    public async Task<IReadOnlyList<Invitation>> GetInvitationsAsync(string owner, string name, CancellationToken cancellationToken = default) =>
        (await GetAsync($"/api/invite/{Escape(owner)}/{Escape(name)}/", RegistryJson.Default.InvitationList, cancellationToken)).Invitations;

    private static string AccessPath(string owner, string name, string user) => $"/api/access/{Escape(owner)}/{Escape(name)}/{Escape(user)}";
}
