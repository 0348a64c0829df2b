using Quilt.Api.Callers.Grants;

namespace Quilt.Api.Callers;

/// <summary>Who makes a request.</summary>
/// <param name="UserName">The user name, which is also the owner name of the caller's packages; empty for anonymous callers.</param>
/// <param name="Email">The e-mail address, where the account has one.</param>
/// <param name="IsAdmin">Whether the caller administers the registry.</param>
internal sealed record Caller(string UserName, string? Email, bool IsAdmin)
{
    /// <summary>A caller who sent no credentials.</summary>
    public static readonly Caller Anonymous = new(string.Empty, null, false);

    /// <summary>What the caller's token is restricted to; null where it does all that the account may.</summary>
    public Grant? Grant { get; init; }

    public bool IsAnonymous => UserName.Length == 0;

    /// <summary>Whether the caller owns the packages of <paramref name="owner"/>.</summary>
    public bool Owns(string owner) => !IsAnonymous && string.Equals(UserName, owner, StringComparison.Ordinal);

    /// <summary>Whether the caller's token is for this package, beyond what everybody may do with it.</summary>
    public bool Reaches(string owner, string package) => Grant is null || Grant.Reach.Holds(owner, package);

    /// <summary>Lets endpoint handlers take the caller as a parameter.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context) => ValueTask.FromResult<Caller?>(context.GetCaller());
}
