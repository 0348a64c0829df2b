using System.Text.Json;

namespace Quilt.Api.OpenApi;

/// <summary>What an endpoint says about itself for the document where its types do not.</summary>
internal static class EndpointDescriptions
{
    /// <summary>The endpoint reads a JSON body of its own.</summary>
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder route, WrittenSchema body) =>
        route.Accepts<JsonElement>("application/json").WithMetadata(new WrittenBody(body));

    /// <summary>The endpoint reads a JSON body of type <typeparamref name="T"/>, for example <paramref name="example"/>.</summary>
    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder route, string example)
        where T : notnull =>
        route.Accepts<T>("application/json").WithMetadata(new BodyExample(example));

    /// <summary>The endpoint writes a JSON answer of its own.</summary>
    public static RouteHandlerBuilder Answers(this RouteHandlerBuilder route, WrittenSchema answer) => route.WithMetadata(new WrittenAnswer(answer));

    /// <summary>The endpoint reads a parameter of the query; <paramref name="schema"/> is its schema as JSON.</summary>
    public static RouteHandlerBuilder TakesQuery(this RouteHandlerBuilder route, string name, string description, string schema = """{"type":"string"}""") =>
        route.WithMetadata(new QueryParameter(name, description, schema));
}
