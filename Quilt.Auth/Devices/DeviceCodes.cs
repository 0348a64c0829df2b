using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Quilt.Auth.Accounts;
using Quilt.Auth.Limits;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Quilt.Auth.Devices;

/// <summary>
/// Finds what a code that a person typed stands for. Wrong codes are counted by account and by address, so that nobody
/// can go through them; a code has 20⁸ possible values and lives for ten minutes.
/// </summary>
internal sealed class DeviceCodes(AttemptCounts counts, IOpenIddictApplicationManager applications)
{
    /// <summary>No vowels, so that no words arise; RFC 8628 §6.1 proposes these.</summary>
    public const string Letters = "BCDFGHJKLMNPQRSTVWXZ";

    public const int Length = 8;
    public const int WrongPerAccount = 10;
    public const int WrongPerAddress = 30;
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>The code as it is shown, from whatever somebody typed: blanks, dashes and case do not matter.</summary>
    public static string Normalize(string typed)
    {
        var letters = string.Concat(typed.Where(character => !char.IsWhiteSpace(character) && character != '-').Take(2 * Length)).ToUpperInvariant();
        return letters.Length == Length ? $"{letters[..(Length / 2)]}-{letters[(Length / 2)..]}" : letters;
    }

    /// <summary>What the <c>user_code</c> of this request stands for.</summary>
    public async Task<DeviceCodeResult> FindAsync(HttpContext context, Account account)
    {
        IReadOnlyList<Attempt> attempts =
        [
            Attempt.ByAccount("device", account.Name, WrongPerAccount),
            Attempt.ByAddress("device code", context.Connection.RemoteIpAddress, WrongPerAddress),
        ];
        if (await counts.BlockedForAsync(attempts, context.RequestAborted) is { } wait)
        {
            return new(null, wait);
        }

        var result = await context.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        if (result.Principal is { } principal
            && principal.GetClaim(Claims.ClientId) is { } clientId
            && await applications.FindByClientIdAsync(clientId, context.RequestAborted) is { } application)
        {
            var name = await applications.GetDisplayNameAsync(application, context.RequestAborted) ?? clientId;
            return new(
                new DeviceCode(
                    clientId, name, principal.GetScopes(), principal.GetCreationDate(),
                    principal.GetClaim(DeviceRequest.AddressClaim) ?? "", principal.GetClaim(DeviceRequest.AgentClaim) ?? ""),
                null);
        }

        await counts.CountAsync(attempts, context.RequestAborted);
        return new(null, null);
    }
}
