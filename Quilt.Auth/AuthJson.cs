using System.Text.Json.Serialization;
using Quilt.Auth.Accounts;
using Quilt.Auth.Codes;
using Quilt.Auth.Events;
using Quilt.Auth.Handovers;
using Quilt.Auth.Members;
using Quilt.Auth.PersonalTokens;
using Quilt.Auth.Revocations;
using Quilt.Auth.TrustedPublishing;
using Quilt.ServiceDefaults.Errors;

namespace Quilt.Auth;

/// <summary>The answers of this service's API.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ErrorMessage))]
[JsonSerializable(typeof(Empty))]
[JsonSerializable(typeof(IssuedToken))]
[JsonSerializable(typeof(IssuedCode))]
[JsonSerializable(typeof(Me))]
[JsonSerializable(typeof(LegacyTokens))]
[JsonSerializable(typeof(MemberList))]
[JsonSerializable(typeof(KnownUser))]
[JsonSerializable(typeof(KnownUserList))]
[JsonSerializable(typeof(EventList))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(RevocationPage))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(TokenList))]
[JsonSerializable(typeof(NewToken))]
[JsonSerializable(typeof(KnownToken))]
[JsonSerializable(typeof(PublisherList))]
[JsonSerializable(typeof(ListedPublisher))]
[JsonSerializable(typeof(PushToken))]
[JsonSerializable(typeof(SignUpState))]
[JsonSerializable(typeof(HandoverOrder))]
internal sealed partial class AuthJson : JsonSerializerContext;

/// <summary>The answer <c>{}</c>.</summary>
internal sealed record Empty
{
    public static IResult Ok { get; } = Results.Json(new Empty(), AuthJson.Default.Empty);
}
