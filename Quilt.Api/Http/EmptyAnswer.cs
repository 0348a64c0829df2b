using System.Text.Json.Serialization;

namespace Quilt.Api.Http;

/// <summary>The answer <c>{}</c> of calls that have nothing to tell but success.</summary>
internal sealed record EmptyAnswer
{
    public static readonly JsonAnswer<EmptyAnswer> Json = new(new EmptyAnswer(), EmptyAnswerJson.Default.EmptyAnswer);
}

[JsonSerializable(typeof(EmptyAnswer))]
internal sealed partial class EmptyAnswerJson : JsonSerializerContext;
