namespace Quilt.Client;

/// <summary>The account that a token belongs to.</summary>
/// <param name="Name">The user name.</param>
/// <param name="Email">The e-mail address.</param>
/// <param name="IsStaff">Whether the user administers the registry.</param>
/// <param name="IsActive">Whether the account is active.</param>
public sealed record CurrentUser([property: System.Text.Json.Serialization.JsonPropertyName("current_user")] string Name, string? Email, bool IsStaff, bool IsActive);
