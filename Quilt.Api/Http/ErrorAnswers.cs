using Quilt.ServiceDefaults.Errors;

namespace Quilt.Api.Http;

internal static class ErrorAnswers
{
    /// <summary>States the errors that an endpoint can answer, each an <see cref="ErrorMessage"/>.</summary>
    public static TBuilder AnswersErrors<TBuilder>(this TBuilder builder, params ReadOnlySpan<int> statuses)
        where TBuilder : IEndpointConventionBuilder
    {
        foreach (var status in statuses)
        {
            builder.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(ErrorMessage), ["application/json"]));
        }

        return builder;
    }
}
