using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
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

    /// <summary>This key with a certificate that it gave itself.</summary>
    public (SigningKey Key, string Certificate) Certified()
    {
        var request = new CertificateRequest("CN=auth.quilt.invalid", _key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return (this, Convert.ToBase64String(certificate.RawData));
    }

    public SigningCredentials Credentials => new(Security, SecurityAlgorithms.EcdsaSha256);
}
