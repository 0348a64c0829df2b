namespace Quilt.Client;

/// <summary>An object could not be stored or fetched. The message names the object, never its presigned address.</summary>
/// <param name="message">What went wrong, for a person.</param>
/// <param name="innerException">Why, if known.</param>
public sealed class TransferException(string message, Exception? innerException = null) : IOException(message, innerException);
