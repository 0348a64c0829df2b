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
