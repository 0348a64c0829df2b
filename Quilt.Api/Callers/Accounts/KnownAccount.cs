namespace Quilt.Api.Callers.Accounts;

/// <summary>An account, as the sign-in service tells other services.</summary>
internal sealed record KnownAccount(string Name, string? Email, bool IsActive, bool IsAdmin, DateTimeOffset? LastSignInAt = null);

internal sealed record AccountPage(IReadOnlyList<KnownAccount> Users);

/// <summary>Something security-relevant that happened to an account.</summary>
/// <param name="Created">When, in Unix seconds.</param>
/// <param name="Type">Such as <c>LOGIN_FAILED</c>.</param>
/// <param name="Details">Whatever else the sign-in service tells.</param>
internal sealed record AccountEvent(double Created, string User, string Type, string Address, string Agent, IReadOnlyDictionary<string, string> Details);

internal sealed record AccountEventPage(IReadOnlyList<AccountEvent> Events);

/// <summary>Who may make an account for themselves.</summary>
/// <param name="IsOpen">Whether people may sign up with a password.</param>
/// <param name="Domains">Domains that their addresses must be of; none for any.</param>
/// <param name="IsChosen">Whether an admin chose so, and no setting.</param>
internal sealed record SignUpState(bool IsOpen, IReadOnlyList<string> Domains, bool IsChosen);
