namespace Quilt.ObjectStore.Signing;

/// <summary>The parts of a credential <c>KEY/yyyymmdd/REGION/s3/aws4_request</c>.</summary>
internal readonly record struct CredentialScope(string AccessKey, string Day, string Region)
{
    /// <summary>The scope as it is signed.</summary>
    public string Text => $"{Day}/{Region}/s3/aws4_request";

    public static CredentialScope? Parse(string credential) =>
        credential.Split('/') is [{ Length: > 0 } key, { Length: 8 } day, { Length: > 0 } region, "s3", "aws4_request"]
            ? new CredentialScope(key, day, region)
            : null;
}
