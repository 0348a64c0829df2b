using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;

namespace Quilt.Auth.Keys;

/// <summary>Gives OpenIddict the keys of the ring, and tells it when they change.</summary>
internal sealed class KeyOptions(KeyRing keys) : IConfigureOptions<OpenIddictServerOptions>, IOptionsChangeTokenSource<OpenIddictServerOptions>
{
    public string Name => Options.DefaultName;

    public void Configure(OpenIddictServerOptions options)
    {
        options.SigningCredentials.AddRange(keys.Signing.Select(key => new SigningCredentials(key, SecurityAlgorithms.EcdsaSha256)));
        options.EncryptionCredentials.AddRange(keys.Encryption.Select(key =>
            new EncryptingCredentials(key, SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512)));
    }

    public IChangeToken GetChangeToken() => keys.Changed();
}
