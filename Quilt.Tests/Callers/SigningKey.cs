using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Quilt.Tests.Callers;

/// <summary>A key made for one test.</summary>
internal sealed class SigningKey
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public SigningKey(string? id = null)
    {
        Security = new ECDsaSecurityKey(_key) { KeyId = id ?? Guid.NewGuid().ToString("N") };
        var point = _key.ExportParameters(false).Q;
        PublicJwk = new Dictionary<string, object>
        {
            ["kty"] = "EC",
            ["crv"] = "P-256",
            ["use"] = "sig",
            ["alg"] = "ES256",
            ["kid"] = Security.KeyId,
            ["x"] = Base64UrlEncoder.Encode(point.X),
            ["y"] = Base64UrlEncoder.Encode(point.Y),
        };
    }

    public ECDsaSecurityKey Security { get; }

    public string Id => Security.KeyId;

    public Dictionary<string, object> PublicJwk { get; }

    public byte[] PublicBytes => _key.ExportSubjectPublicKeyInfo();

    public SigningCredentials Credentials => new(Security, SecurityAlgorithms.EcdsaSha256);
}
