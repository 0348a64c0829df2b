using System.Text.Json.Serialization;

namespace Quilt.Client.Json;

/// <summary>
/// The wire form of everything the client sends and reads. The depth admits trees far deeper than any file system makes;
/// the converters of trees work without recursion.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = 100_000)]
[JsonSerializable(typeof(ErrorAnswer))]
[JsonSerializable(typeof(Nothing))]
[JsonSerializable(typeof(PushBody))]
[JsonSerializable(typeof(UploadPlan))]
[JsonSerializable(typeof(PushResult))]
[JsonSerializable(typeof(PackageInstall))]
[JsonSerializable(typeof(PackageHashes))]
[JsonSerializable(typeof(OwnedPackages))]
[JsonSerializable(typeof(PackagePreview))]
[JsonSerializable(typeof(PackageTimeSeries))]
[JsonSerializable(typeof(ObjectUrls))]
[JsonSerializable(typeof(BlobUrls))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(IReadOnlyList<ClientEvent>))]
[JsonSerializable(typeof(RecentPackages))]
[JsonSerializable(typeof(RevisionFacts))]
[JsonSerializable(typeof(TreePage))]
[JsonSerializable(typeof(NodeObject))]
[JsonSerializable(typeof(RevisionComparison))]
[JsonSerializable(typeof(ActivityPage))]
[JsonSerializable(typeof(FoundPage))]
[JsonSerializable(typeof(SuggestedPackages))]
[JsonSerializable(typeof(FoundPackages))]
[JsonSerializable(typeof(PackageLog))]
[JsonSerializable(typeof(HashBody))]
[JsonSerializable(typeof(PackageTag))]
[JsonSerializable(typeof(PackageTags))]
[JsonSerializable(typeof(PackageVersion))]
[JsonSerializable(typeof(PackageVersions))]
[JsonSerializable(typeof(AccessList))]
[JsonSerializable(typeof(InvitationList))]
[JsonSerializable(typeof(CommentBody))]
[JsonSerializable(typeof(PostedComment))]
[JsonSerializable(typeof(PackageComments))]
[JsonSerializable(typeof(UserProfile))]
[JsonSerializable(typeof(AuditEvents))]
[JsonSerializable(typeof(UserAccounts))]
[JsonSerializable(typeof(RegistryRules))]
[JsonSerializable(typeof(UserActivities))]
[JsonSerializable(typeof(UserBody))]
[JsonSerializable(typeof(PackageActivities))]
[JsonSerializable(typeof(EmailBody))]
[JsonSerializable(typeof(PasswordBody))]
[JsonSerializable(typeof(CurrentUser))]
[JsonSerializable(typeof(Credentials))]
[JsonSerializable(typeof(SessionToken))]
[JsonSerializable(typeof(TokenPair))]
[JsonSerializable(typeof(OneTimeCode))]
[JsonSerializable(typeof(PersonalTokenWish))]
[JsonSerializable(typeof(NewPersonalToken))]
[JsonSerializable(typeof(PersonalTokens))]
[JsonSerializable(typeof(TrustedPublisherWish))]
[JsonSerializable(typeof(TrustedPublisher))]
[JsonSerializable(typeof(TrustedPublishers))]
[JsonSerializable(typeof(ExchangeBody))]
[JsonSerializable(typeof(PushToken))]
internal sealed partial class RegistryJson : JsonSerializerContext;
