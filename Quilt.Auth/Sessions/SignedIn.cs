using Quilt.Auth.Accounts;

namespace Quilt.Auth.Sessions;

/// <summary>The browser session that a request came from, and whose it is.</summary>
internal sealed record SignedIn(BrowserSession Session, Account Account);
