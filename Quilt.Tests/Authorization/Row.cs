using System.Text.RegularExpressions;
using Quilt.Tests.OpenApi;

namespace Quilt.Tests.Authorization;

/// <summary>One route of the table: who gets what, and how a good call of it looks.</summary>
internal sealed partial record Row(string Route, Expected Expected)
{
    /// <summary>What stands in the braces where it is not what most routes have there.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();

    /// <summary>What is added to the path.</summary>
    public string Query { get; init; } = "";

    /// <summary>The JSON body of a call about a package, for a caller's own use.</summary>
    public Func<Scene, string, Task<string>>? Body { get; init; }

    /// <summary>A form in place of a JSON body.</summary>
    public IReadOnlyDictionary<string, string>? Form { get; init; }

    /// <summary>The call ends the token that it comes with.</summary>
    public bool EndsToken { get; init; }

    /// <summary>How long a caller waits before it asks, where only so much may be asked at once.</summary>
    public TimeSpan Pause { get; init; }

    public HttpMethod Method => Route.Contains(' ') ? HttpMethod.Parse(Route.AsSpan(0, Route.IndexOf(' '))) : HttpMethod.Get;

    public bool IsAboutPackage => Route.Contains("{package}", StringComparison.Ordinal);

    /// <summary>The operation of the document; null for the few routes outside it.</summary>
    public Operation? Operation => RegistryContract.Operations.SingleOrDefault(operation => operation.Name == Route);

    /// <summary>Calls the route about <paramref name="package"/>; <paramref name="change"/> puts other values into the braces.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        Scene scene, CallerKind caller, string package, string query = "", IReadOnlyDictionary<string, string>? change = null)
    {
        scene.Wait(Pause);
        var path = Braces().Replace(Route[Route.IndexOf('/')..], match => match.Groups[1].Value is var name && change?.GetValueOrDefault(name) is { } changed
            ? changed
            : Values.GetValueOrDefault(match.Groups[1].Value) ?? Usual(scene, match.Groups[1].Value, package));
        return await scene.SendAsync(
            caller,
            Method,
            path + (query.Length > 0 ? query : Query),
            Body is null ? null : await Body(scene, package),
            Form is null ? null : new FormUrlEncodedContent(Form),
            EndsToken);
    }

    private static string Usual(Scene scene, string name, string package) => name switch
    {
        "owner" => Scene.Owner,
        "package" => package,
        "hash" => scene.Content.Hash,
        "path" => "a",
        "tag" => "latest",
        "version" => "1.0",
        "user" => Scene.Granted,
        "type" => "push",
        "documentName?" => "",
        _ => throw new InvalidOperationException($"What stands for {{{name}}} in a route? Say it here or in the row."),
    };

    [GeneratedRegex(@"\{([^}]+)\}")]
    private static partial Regex Braces();
}
