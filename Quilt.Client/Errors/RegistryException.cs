using System.Net;

namespace Quilt.Client;

/// <summary>
/// The registry answered, and the answer is a refusal or cannot be read. A registry that cannot be reached at all is
/// an <see cref="HttpRequestException"/>, as for every <see cref="HttpClient"/>.
/// </summary>
/// <param name="error">The status and message of the answer.</param>
/// <param name="innerException">Why the answer could not be read, if so.</param>
public sealed class RegistryException(RegistryError error, Exception? innerException = null) : Exception(error.Message, innerException)
{
    /// <summary>The status and message of the answer.</summary>
    public RegistryError Error { get; } = error;

    /// <summary>The status of the answer.</summary>
    public HttpStatusCode Status => (HttpStatusCode)Error.Status;
}
