namespace Quilt.Auth.Accounts;

/// <summary>What came of creating an account.</summary>
internal enum NewAccountResult
{
    Created,
    Invalid,
    Taken,

    /// <summary>Too many passwords are waiting to be hashed.</summary>
    Busy,

    /// <summary>Too many sign-ups from this address or for this name.</summary>
    Blocked,
}

/// <param name="Result">What came of it.</param>
/// <param name="Field">The field at fault: <c>username</c>, <c>password</c> or <c>email</c>.</param>
/// <param name="Message">What is wrong and what to do, for a person.</param>
/// <param name="Account">The new account, when it was created.</param>
/// <param name="RetryAfter">How long to wait before another try, when that may help.</param>
internal sealed record NewAccount(NewAccountResult Result, string? Field = null, string? Message = null, Account? Account = null, TimeSpan? RetryAfter = null);
