namespace Quilt.Client;

/// <summary>What a registry allows.</summary>
/// <param name="AllowAnonymousAccess">Packages may be public, and are then read without login.</param>
/// <param name="AllowTeamAccess">Packages may be shared with everybody who is logged in.</param>
/// <param name="EnableUserEndpoints">Admins manage accounts through the registry.</param>
/// <param name="CommentsPerHour">Comments of one user on one package of somebody else.</param>
/// <param name="InvitationsPerDay">Invitations by one user.</param>
/// <param name="SignUp">Who may make an account for themselves.</param>
public sealed record RegistryRules(
    bool AllowAnonymousAccess, bool AllowTeamAccess, bool EnableUserEndpoints, int CommentsPerHour, int InvitationsPerDay, SignUpRules SignUp);

/// <summary>Who may make an account for themselves.</summary>
/// <param name="IsOpen">Whether people may sign up with a password.</param>
/// <param name="Domains">Domains that their addresses must be of; none for any.</param>
/// <param name="IsChosen">Whether an admin chose so, and no setting.</param>
public sealed record SignUpRules(bool IsOpen, IReadOnlyList<string> Domains, bool IsChosen);
