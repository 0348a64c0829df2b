using System.Text.Json.Serialization;

namespace Quilt.Auth.Bodies;

internal sealed record LoginBody(string Username, string Password);

internal sealed record RegisterBody(string Username, string Password, string Email);

internal sealed record ResetPasswordBody(string Email);

internal sealed record ChangePasswordBody(string Password, string Link);

internal sealed record MemberBody(string Username);

internal sealed record NewMemberBody(string Username, string Email);

internal sealed record NewTokenBody(string Name, string?[] Scopes, string?[]? Packages = null, string? Owner = null, double? ExpiresAt = null);

internal sealed record TokenUseBody(Guid Id, double At);

internal sealed record TokenUsesBody(TokenUseBody[] Uses);

internal sealed record NewPublisherBody(string? Issuer = null, string? Audience = null, Dictionary<string, string>? Claims = null, GitHubWorkflowBody? Github = null);

internal sealed record GitHubWorkflowBody(string Repository, string? Workflow = null, string? Ref = null, string? Environment = null);

internal sealed record HandoverReportBody(string State, int Packages, int Objects, int Expected, string? Message);

internal sealed record ExchangeBody(string Package, string Token);

/// <summary>Request bodies: every field without a default is required, no other is allowed, and none twice.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    Converters = [typeof(PlainStringConverter)])]
[JsonSerializable(typeof(LoginBody))]
[JsonSerializable(typeof(RegisterBody))]
[JsonSerializable(typeof(ResetPasswordBody))]
[JsonSerializable(typeof(ChangePasswordBody))]
[JsonSerializable(typeof(MemberBody))]
[JsonSerializable(typeof(NewMemberBody))]
[JsonSerializable(typeof(NewTokenBody))]
[JsonSerializable(typeof(TokenUsesBody))]
[JsonSerializable(typeof(NewPublisherBody))]
[JsonSerializable(typeof(ExchangeBody))]
[JsonSerializable(typeof(HandoverReportBody))]
internal sealed partial class RequestJson : JsonSerializerContext;
