using System.Globalization;
using Quilt.ObjectStore.Protocol;

namespace Quilt.ObjectStore.Signing;

/// <summary>What a request says of its signature, in the Authorization header or in the query, not yet checked.</summary>
/// <param name="Scope">The credential that signed.</param>
/// <param name="Timestamp">The time of signing as it was signed.</param>
/// <param name="SignedAt">The same time.</param>
/// <param name="SignedHeaders">Names of the headers that were signed.</param>
/// <param name="Signature">The signature in hex.</param>
/// <param name="Expires">How long a presigned address lives; null for a signature in the header.</param>
internal sealed record SignedRequest(
    CredentialScope Scope, string Timestamp, DateTimeOffset SignedAt, string[] SignedHeaders, string Signature, TimeSpan? Expires)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private const int LongestLife = 7 * 24 * 60 * 60;

    /// <summary>Reads the signature of a request; the error is set where the result is null.</summary>
    public static SignedRequest? Read(HttpRequest request, S3Target target, out S3Error? error)
    {
        var header = request.Headers.Authorization.ToString();
        var presigned = target.Has("X-Amz-Algorithm") || target.Has("X-Amz-Signature");
        if (presigned && header.Length > 0)
        {
            error = S3Error.InvalidArgument("Only one way of signing is allowed: the Authorization header or the query.");
            return null;
        }

        if (!presigned && header.Length == 0)
        {
            error = S3Error.AccessDenied("The request is not signed.");
            return null;
        }

        return presigned ? ReadQuery(target, out error) : ReadHeader(request, header, out error);
    }

    private static SignedRequest? ReadQuery(S3Target target, out S3Error? error)
    {
        var scope = CredentialScope.Parse(target["X-Amz-Credential"] ?? "");
        var timestamp = target["X-Amz-Date"] ?? "";
        error = new S3Error(400, "AuthorizationQueryParametersError", "A presigned address needs X-Amz-Algorithm=AWS4-HMAC-SHA256, X-Amz-Credential, X-Amz-Date, X-Amz-Expires, X-Amz-SignedHeaders and X-Amz-Signature.");
        if (target["X-Amz-Algorithm"] != Algorithm || scope is null || ParseTime(timestamp) is not { } signedAt
            || target["X-Amz-SignedHeaders"] is not { } signedHeaders || target["X-Amz-Signature"] is not { } signature)
        {
            return null;
        }

        if (!int.TryParse(target["X-Amz-Expires"], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds is < 1 or > LongestLife)
        {
            error = new S3Error(400, "AuthorizationQueryParametersError", "X-Amz-Expires must be a number of seconds from 1 to 604800.");
            return null;
        }

        error = null;
        return new SignedRequest(scope.Value, timestamp, signedAt, signedHeaders.Split(';'), signature, TimeSpan.FromSeconds(seconds));
    }

    private static SignedRequest? ReadHeader(HttpRequest request, string header, out S3Error? error)
    {
        string? credential = null, signedHeaders = null, signature = null;
        if (header.StartsWith(Algorithm + " ", StringComparison.Ordinal))
        {
            foreach (var part in header[Algorithm.Length..].Split(',', StringSplitOptions.TrimEntries))
            {
                switch (part.Split('=', 2))
                {
                    case ["Credential", var value]: credential = value; break;
                    case ["SignedHeaders", var value]: signedHeaders = value; break;
                    case ["Signature", var value]: signature = value; break;
                }
            }
        }

        var timestamp = request.Headers["x-amz-date"].ToString();
        if (CredentialScope.Parse(credential ?? "") is not { } scope || signedHeaders is null || signature is null)
        {
            error = new S3Error(400, "AuthorizationHeaderMalformed", "The Authorization header must read AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=….");
            return null;
        }

        if (ParseTime(timestamp) is not { } signedAt)
        {
            error = S3Error.AccessDenied("A signed request must have a valid x-amz-date header.");
            return null;
        }

        error = null;
        return new SignedRequest(scope, timestamp, signedAt, signedHeaders.Split(';'), signature, null);
    }

    private static DateTimeOffset? ParseTime(string text) =>
        DateTimeOffset.TryParseExact(text, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
