using Quilt.Auth.Accounts;

namespace Quilt.Auth.Passwords;

internal enum PasswordSignInOutcome
{
    SignedIn,

    /// <summary>The password is right, and a code is still owed.</summary>
    SecondFactorOwed,

    /// <summary>Wrong name, wrong password or disabled account; the caller is not told which.</summary>
    Refused,

    /// <summary>Too many failures for this name or from this address.</summary>
    Blocked,

    /// <summary>Nobody signs in with a password here.</summary>
    SwitchedOff,

    /// <summary>Too many others are signing in at this moment.</summary>
    Busy,
}

internal sealed record PasswordSignInResult(PasswordSignInOutcome Outcome, Account? Account = null, TimeSpan? RetryAfter = null)
{
    /// <summary>What to tell the person.</summary>
    public string Message => Outcome switch
    {
        PasswordSignInOutcome.Blocked => $"Too many failed sign-ins. Wait {Math.Max(1, (int)Math.Ceiling(RetryAfter!.Value.TotalMinutes))} minutes and try again.",
        PasswordSignInOutcome.Busy => "Too many people are signing in at this moment. Wait a few seconds and try again.",
        PasswordSignInOutcome.SecondFactorOwed => "This account has two-factor sign-in on, so its password alone is not enough. Run 'quilt login', or use a personal token.",
        PasswordSignInOutcome.SwitchedOff => "Signing in with a password is switched off here. Run `quilt login`, or open the sign-in page, to see which ways there are.",
        _ => "The user name or the password is wrong.",
    };
}
