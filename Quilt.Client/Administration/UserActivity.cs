namespace Quilt.Client;

/// <summary>What a user has and did.</summary>
/// <param name="Packages">How many packages the user owns.</param>
/// <param name="Installs">How often the user installed.</param>
/// <param name="Previews">How often the user looked at a package.</param>
/// <param name="Pushes">How often the user pushed.</param>
/// <param name="Deletes">How many packages the user deleted.</param>
/// <param name="Status"><c>active</c> or <c>disabled</c>.</param>
/// <param name="LastSeen">The last sign-in, if there was one.</param>
/// <param name="IsAdmin">Whether the user administers the registry.</param>
public sealed record UserActivity(
    long Packages, long Installs, long Previews, long Pushes, long Deletes, string Status, DateTimeOffset? LastSeen, bool IsAdmin);

internal sealed record UserActivities(IReadOnlyDictionary<string, UserActivity> Users);

/// <summary>An account.</summary>
/// <param name="Username">The user name.</param>
/// <param name="Email">The e-mail address.</param>
/// <param name="FirstName">Empty: the registry does not ask for it.</param>
/// <param name="LastName">Empty: the registry does not ask for it.</param>
/// <param name="DateJoined">When it was made.</param>
/// <param name="LastLogin">The last sign-in, if there was one.</param>
/// <param name="IsSuperuser">Whether the user administers the registry.</param>
/// <param name="IsActive">Whether the account is active.</param>
public sealed record UserAccount(
    string Username, string Email, string FirstName, string LastName, DateTimeOffset DateJoined, DateTimeOffset? LastLogin, bool IsSuperuser, bool IsActive);

internal sealed record UserAccounts(IReadOnlyList<UserAccount> Results);

internal sealed record UserBody(string Username, string? Email = null);
