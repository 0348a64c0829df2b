using Quilt.Api.Http;
using Quilt.Api.Objects;

namespace Quilt.Api.Contents;

/// <summary>An object as the store has it.</summary>
/// <param name="Length">Bytes as stored.</param>
/// <param name="Encoding"><c>gzip</c>, or null.</param>
internal sealed record StoredObject(long Length, string? Encoding);

/// <summary>Asks the store how it keeps an object.</summary>
internal sealed class StoredObjects(StoreRequests store)
{
    /// <summary>The object, or null where it was never uploaded.</summary>
    /// <exception cref="Exception">See <see cref="StoreFailure.IsAway"/>.</exception>
    public async Task<StoredObject?> FindAsync(string owner, byte[] hash, CancellationToken cancellationToken)
    {
        using var response = await store.SendAsync(HttpMethod.Head, owner, hash, 0, cancellationToken);
        return response is null ? null : new StoredObject(response.Content.Headers.ContentLength ?? 0, StoreRequests.EncodingOf(response));
    }

    public static ApiError Away() => ApiError.Unavailable("The object store does not answer. Try again in a moment.");
}
