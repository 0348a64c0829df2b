namespace Quilt.Auth.Events;

/// <summary>The types of security events, as they are stored and told.</summary>
internal static class SecurityEventTypes
{
    public const string Login = "LOGIN";
    public const string LoginFailed = "LOGIN_FAILED";
    public const string Logout = "LOGOUT";
    public const string TokenCreated = "TOKEN_CREATED";
    public const string TokenRevoked = "TOKEN_REVOKED";
    public const string TokenExchanged = "TOKEN_EXCHANGED";
    public const string PublisherAdded = "PUBLISHER_ADDED";
    public const string PublisherRemoved = "PUBLISHER_REMOVED";
    public const string ConsentGiven = "CONSENT_GIVEN";
    public const string ConsentRevoked = "CONSENT_REVOKED";
    public const string ApplicationCreated = "APPLICATION_CREATED";
    public const string ApplicationDeleted = "APPLICATION_DELETED";
    public const string Registered = "REGISTERED";
    public const string Activated = "ACTIVATED";
    public const string Linked = "LINKED";
    public const string Unlinked = "UNLINKED";
    public const string PasswordChanged = "PASSWORD_CHANGED";
    public const string PasswordResetRequested = "PASSWORD_RESET_REQUESTED";
    public const string EmailChanged = "EMAIL_CHANGED";
    public const string AccountDeleted = "ACCOUNT_DELETED";
    public const string SessionRevoked = "SESSION_REVOKED";
    public const string TwoFactorEnabled = "TWO_FACTOR_ENABLED";
    public const string TwoFactorDisabled = "TWO_FACTOR_DISABLED";
    public const string RecoveryCodeUsed = "RECOVERY_CODE_USED";
    public const string RecoveryCodesMade = "RECOVERY_CODES_MADE";
    public const string PasskeyAdded = "PASSKEY_ADDED";
    public const string PasskeyRenamed = "PASSKEY_RENAMED";
    public const string PasskeyRemoved = "PASSKEY_REMOVED";
    public const string AdminGranted = "ADMIN_GRANTED";
    public const string AdminRevoked = "ADMIN_REVOKED";
    public const string SignUpChanged = "SIGN_UP_CHANGED";
    public const string UserCreated = "USER_CREATED";
    public const string UserDisabled = "USER_DISABLED";
    public const string UserEnabled = "USER_ENABLED";
    public const string UserDeleted = "USER_DELETED";
    public const string HandoverAsked = "HANDOVER_ASKED";
    public const string HandoverStopped = "HANDOVER_STOPPED";
    public const string UserPasswordReset = "USER_PASSWORD_RESET";
}
