using System.Text.Json;

namespace Quilt.Api.Callers.Accounts;

/// <summary>An account, as the sign-in service tells other services.</summary>
internal sealed record KnownAccount(string Name, string? Email, bool IsActive, bool IsAdmin, DateTimeOffset? LastSignInAt = null);

internal sealed record AccountPage(IReadOnlyList<KnownAccount> Users);

/// <summary>Something security-relevant that happened to an account.</summary>
/// <param name="Details">Whatever else the sign-in service tells.</param>
internal sealed record AccountEvent(DateTimeOffset Created, string? User, string Type, string? Address, string? Agent, JsonElement? Details);

internal sealed record AccountEventPage(IReadOnlyList<AccountEvent> Events);
