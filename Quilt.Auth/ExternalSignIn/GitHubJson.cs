using System.Text.Json.Serialization;

namespace Quilt.Auth.ExternalSignIn;

internal sealed record GitHubEmail(string Email, bool Primary, bool Verified);

internal sealed record GitHubOrganization(string Login);

[JsonSerializable(typeof(GitHubEmail[]))]
[JsonSerializable(typeof(GitHubOrganization[]))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
internal sealed partial class GitHubJson : JsonSerializerContext;
