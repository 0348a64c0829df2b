using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Quilt.ServiceDefaults.PublicAddresses;

namespace Quilt.Auth.Passkeys;

/// <summary>
/// Ties passkeys to the configured public address: its host is the relying party, its origin the only one that may answer. A
/// passkey stands for password and second factor, so the authenticator must know who holds it, and must find it by itself.
/// </summary>
internal sealed class PasskeyOptions(PublicUrls publicUrls) : IConfigureOptions<IdentityPasskeyOptions>
{
    public void Configure(IdentityPasskeyOptions options)
    {
        var address = new Uri(publicUrls.Lasting(QuiltService.Auth));
        var origin = address.GetLeftPart(UriPartial.Authority);
        options.ServerDomain = address.IdnHost;
        options.UserVerificationRequirement = "required";
        options.ResidentKeyRequirement = "required";
        options.ValidateOrigin = context => ValueTask.FromResult(
            !context.CrossOrigin && string.IsNullOrEmpty(context.TopOrigin) && string.Equals(context.Origin, origin, StringComparison.OrdinalIgnoreCase));
    }
}
