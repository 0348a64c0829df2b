using Microsoft.AspNetCore.Identity;

namespace Quilt.Auth.Accounts;

/// <summary>A person who can sign in. The user name is the owner name of the person's packages, so it never changes.</summary>
internal sealed class Account : IdentityUser<Guid>
{
    public bool IsAdmin { get; set; }

    public bool IsActive { get; set; } = true;

    /// <summary>Not active yet, until somebody opens the link that was mailed. Never true of an active account.</summary>
    public bool AwaitsActivation { get; set; }

    /// <summary>Still has the password of a fresh local installation, which everybody knows.</summary>
    public bool HasDefaultPassword { get; set; }

    /// <summary>Tokens and browser sessions carry the generation they were made in; raising it ends them all.</summary>
    public int Generation { get; set; }

    /// <summary>The key of the authenticator app, protected with data protection; only while two-factor sign-in is on.</summary>
    public byte[]? AuthenticatorKey { get; set; }

    /// <summary>The time step of the newest code that was accepted: no code of it or of an earlier one is good again.</summary>
    public long AuthenticatorStep { get; set; }

    public DateTimeOffset JoinedAt { get; set; }

    public DateTimeOffset? LastSignInAt { get; set; }

    /// <summary>When an admin deleted it. Such a row only keeps the name; no query sees it unless it asks to.</summary>
    public DateTimeOffset? DeletedAt { get; set; }

    /// <summary>The user name, which every account has.</summary>
    public string Name => UserName!;
}
