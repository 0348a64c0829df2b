namespace Quilt.Client;

/// <summary>Where objects are, for those the caller may see; others are left out.</summary>
/// <param name="Urls">Presigned addresses by hash.</param>
/// <param name="Sizes">Sizes by hash; null where the registry does not know one.</param>
public sealed record ObjectUrls(IReadOnlyDictionary<string, string> Urls, IReadOnlyDictionary<string, long?> Sizes);

/// <summary>Presigned addresses of one object of the caller's own.</summary>
/// <param name="Head">Tells whether the object is there.</param>
/// <param name="Get">Gives its bytes.</param>
/// <param name="Put">Takes its bytes.</param>
public sealed record BlobUrls(string Head, string Get, string Put);
