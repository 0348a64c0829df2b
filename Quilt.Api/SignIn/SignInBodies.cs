namespace Quilt.Api.SignIn;

// What the forwarded calls take and answer, for the OpenAPI document. The sign-in service reads and writes it.

/// <param name="RefreshToken">The one-time code of the sign-in page, or a refresh token.</param>
internal sealed record TokenForm(string RefreshToken);

/// <param name="RefreshToken">To send the next time, in place of the one before.</param>
/// <param name="AccessToken">To send with every call until then.</param>
/// <param name="ExpiresAt">When the access token ends, in Unix seconds.</param>
internal sealed record TokensAnswer(string RefreshToken, string AccessToken, long ExpiresAt);

/// <param name="Code">Good once, for ten minutes.</param>
internal sealed record CodeAnswer(string Code);

internal sealed record LoginBody(string Username, string Password);

internal sealed record TokenAnswer(string Token);

/// <param name="IsStaff">Whether the caller is an administrator.</param>
internal sealed record MeAnswer(string CurrentUser, string Email, bool IsStaff, bool IsActive);

/// <param name="Password">At least 8 characters.</param>
internal sealed record RegisterBody(string Username, string Password, string Email);

internal sealed record EmailBody(string Email);

/// <param name="Password">The new one, at least 8 characters.</param>
/// <param name="Link">The last part of the address that was mailed.</param>
internal sealed record ChangePasswordBody(string Password, string Link);

internal sealed record UserNameBody(string Username);

internal sealed record NewUserBody(string Username, string Email);

internal sealed record UsersAnswer(IReadOnlyList<UserItem> Results);

/// <param name="DateJoined">ISO 8601 with offset.</param>
/// <param name="LastLogin">ISO 8601 with offset, or null.</param>
internal sealed record UserItem(
    string Username, string Email, string FirstName, string LastName, DateTimeOffset DateJoined, DateTimeOffset? LastLogin, bool IsSuperuser, bool IsActive);
