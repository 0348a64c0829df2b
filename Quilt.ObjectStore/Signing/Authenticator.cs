using Microsoft.Extensions.Options;
using Quilt.ObjectStore.Protocol;

namespace Quilt.ObjectStore.Signing;

/// <summary>Checks that a request was signed by the holder of the secret key, for just this method, host and path, and in time.</summary>
internal sealed class Authenticator(RequestSigner signer, IOptions<ObjectStoreOptions> options, TimeProvider time)
{
    private const string ContentHashHeader = "x-amz-content-sha256";
    private static readonly TimeSpan AllowedSkew = TimeSpan.FromMinutes(15);
    private readonly string _accessKey = options.Value.AccessKey;
    private readonly string _region = options.Value.Region;

    /// <summary>The payload that the request announces, once its signature holds; else the error says why not.</summary>
    public PayloadSignature? Authenticate(HttpRequest request, S3Target target, out S3Error? error)
    {
        var signed = SignedRequest.Read(request, target, out error);
        if (signed is null)
        {
            return null;
        }

        error = CheckScope(signed) ?? CheckTime(signed) ?? CheckSignedHeaders(request, signed);
        if (error is not null)
        {
            return null;
        }

        var payload = request.Headers[ContentHashHeader].ToString();
        if (payload.Length == 0)
        {
            if (signed.Expires is null)
            {
                error = S3Error.InvalidRequest($"A signed request must have the header {ContentHashHeader}.");
                return null;
            }

            payload = target["X-Amz-Content-Sha256"] ?? PayloadSignature.Unsigned;
        }

        var text = $"AWS4-HMAC-SHA256\n{signed.Timestamp}\n{signed.Scope.Text}\n{CanonicalRequest.Hash(request, target, signed, payload)}";
        if (!RequestSigner.Matches(signer.Sign(signed.Scope.Day, text), signed.Signature))
        {
            error = new S3Error(403, "SignatureDoesNotMatch", "The signature does not fit the request. Check the secret key and that method, host, path and query are those that were signed.");
            return null;
        }

        return new PayloadSignature(payload, signed.Timestamp, signed.Scope, signed.Signature);
    }

    private S3Error? CheckScope(SignedRequest signed)
    {
        if (signed.Scope.AccessKey != _accessKey)
        {
            return new S3Error(403, "InvalidAccessKeyId", "There is no such access key.");
        }

        if (signed.Scope.Region != _region)
        {
            return new S3Error(400, "AuthorizationHeaderMalformed", $"The request is signed for another region; this one is '{_region}'.");
        }

        return signed.Timestamp.StartsWith(signed.Scope.Day, StringComparison.Ordinal)
            ? null
            : new S3Error(400, "AuthorizationHeaderMalformed", "The day of the credential is not that of the signature.");
    }

    private S3Error? CheckTime(SignedRequest signed)
    {
        var now = time.GetUtcNow();
        if (signed.Expires is not { } life)
        {
            return (now - signed.SignedAt).Duration() > AllowedSkew
                ? new S3Error(403, "RequestTimeTooSkewed", "The time of the request is more than 15 minutes off. Set the clock.")
                : null;
        }

        if (signed.SignedAt - now > AllowedSkew)
        {
            return S3Error.AccessDenied("Request is not yet valid");
        }

        return now > signed.SignedAt + life ? S3Error.AccessDenied("Request has expired") : null;
    }

    /// <summary>The host and every x-amz header must be signed: else they could be changed on the way.</summary>
    private static S3Error? CheckSignedHeaders(HttpRequest request, SignedRequest signed)
    {
        if (!signed.SignedHeaders.Contains("host"))
        {
            return S3Error.AccessDenied("The host header must be signed.");
        }

        foreach (var name in request.Headers.Keys)
        {
            if (name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase)
                && !signed.SignedHeaders.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                return S3Error.AccessDenied("There were headers present in the request which were not signed: " + name.ToLowerInvariant());
            }
        }

        return null;
    }
}
