using System.Text.Json.Serialization;

namespace Quilt.Auth.Bodies;

internal sealed record LoginBody(string Username, string Password);

internal sealed record RegisterBody(string Username, string Password, string Email);

internal sealed record ResetPasswordBody(string Email);

internal sealed record ChangePasswordBody(string Password, string Link);

internal sealed record MemberBody(string Username);

internal sealed record NewMemberBody(string Username, string Email);

/// <summary>Request bodies: every field is required, no other is allowed, and none twice.</summary>
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
internal sealed partial class RequestJson : JsonSerializerContext;
