using Quilt.Api.Callers;
using Quilt.Api.Http;

namespace Quilt.Api.Packages;

/// <summary>The sentences that clients of the first registry know, word for word.</summary>
internal static class PackageErrors
{
    /// <summary>What is not there and what the caller may not see answer alike.</summary>
    public static ApiError PackageNotFound(Caller caller, string owner, string name) =>
        ApiError.NotFound($"Package {owner}/{name} does not exist" + (caller.IsAnonymous ? " (do you need to log in?)" : string.Empty));

    public static ApiError HashNotFound() => ApiError.NotFound("Package hash does not exist");
}
