namespace Quilt.Client;

/// <summary>The answer to a dry run.</summary>
/// <param name="UploadUrls">Where each object of the tree goes, by hash.</param>
public sealed record UploadPlan(IReadOnlyDictionary<string, UploadUrls> UploadUrls);

/// <summary>Presigned addresses of one object.</summary>
/// <param name="Head">Tells whether the object is there already.</param>
/// <param name="Put">Takes its bytes.</param>
public sealed record UploadUrls(string Head, string Put);

/// <summary>The answer to a push.</summary>
/// <param name="PackageUrl">The package's page in the catalog.</param>
/// <param name="PackageHash">The hash of the revision.</param>
public sealed record PushResult(string PackageUrl, string PackageHash);
