using System.Collections.Immutable;

namespace Quilt.Auth.Tokens;

/// <summary>
/// The scopes that say what a token may do at the registry. A token for the registry that names none is a person's own
/// sign-in to a part of Quilt, and may do whatever the account may. Auth gives such tokens to nobody else.
/// </summary>
internal static class RegistryScopes
{
    /// <summary>To see and install what the account may see.</summary>
    public const string Read = "read";

    /// <summary>To push, tag, share and delete as the account.</summary>
    public const string Write = "write";

    /// <summary>To use what only admins may, where the account is one.</summary>
    public const string Admin = "admin";

    public static ImmutableArray<string> All { get; } = [Read, Write, Admin];

    public static bool AnyIn(IEnumerable<string> scopes) => scopes.Any(All.Contains);
}
