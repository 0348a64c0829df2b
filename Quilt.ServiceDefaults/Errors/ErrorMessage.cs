using System.Text.Json.Serialization;

namespace Quilt.ServiceDefaults.Errors;

/// <summary>The body of every error: clients print <paramref name="Message"/> and fail without it.</summary>
/// <param name="Message">What is wrong and what to do about it, for a person.</param>
public sealed record ErrorMessage([property: JsonPropertyName("message")] string Message);
