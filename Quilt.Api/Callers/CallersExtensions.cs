using Microsoft.Extensions.DependencyInjection.Extensions;
using Quilt.Api.Callers.Accounts;
using Quilt.Api.Callers.Revocations;
using Quilt.Api.Callers.Tokens;
using Quilt.Api.Callers.Upstream;

namespace Quilt.Api.Callers;

internal static class CallersExtensions
{
    /// <summary>Adds what tells who calls: tokens, their revocation, and the accounts behind them.</summary>
    public static void AddCallers(this IHostApplicationBuilder builder)
    {
        builder.AddAuthClients();
        builder.Services.AddSingleton<TokenIssuer>();
        builder.Services.AddSingleton<PersonalTokens>();
        builder.Services.AddSingleton<TokenUses>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<TokenUses>());
        builder.Services.AddSingleton<RevocationList>();
        builder.Services.AddHostedService<RevocationFollower>();
        builder.Services.AddHealthChecks().AddCheck<RevocationHealth>("sign-in");
        builder.Services.TryAddSingleton<ITokenVerifier, TokenVerifier>();
        builder.Services.TryAddSingleton<IAccountDirectory, AccountDirectory>();
    }
}
