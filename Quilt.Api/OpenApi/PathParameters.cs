using System.Collections.Frozen;

namespace Quilt.Api.OpenApi;

/// <summary>What stands in the braces of the routes.</summary>
internal static class PathParameters
{
    private const string UserName = """{"type":"string","pattern":"^[a-z][a-z0-9_]*$","maxLength":64,"example":"ada"}""";

    private static readonly FrozenDictionary<string, (string Description, string Schema)> Known = new Dictionary<string, (string, string)>
    {
        ["owner"] = ("The user who owns the package.", UserName),
        ["package"] = ("The name of the package.", """{"type":"string","pattern":"^[a-zA-Z]\\w*$","maxLength":64,"example":"sales"}"""),
        ["hash"] = ("SHA-256 in lower-case hex: of a revision its package hash, of an object its content's.",
            """{"type":"string","pattern":"^[0-9a-f]{64}$","example":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}"""),
        ["path"] = ("Where the node is placed: names with slashes between them.", """{"type":"string","minLength":1,"example":"data/2024"}"""),
        ["tag"] = ("The name of the tag.", """{"type":"string","maxLength":256,"example":"latest"}"""),
        ["version"] = ("A version after PEP 440.", """{"type":"string","example":"1.0.0"}"""),
        ["user"] = ("A user name, `public` for everybody, `team` for every member who is logged in, or an e-mail address.", """{"type":"string","example":"grace"}"""),
        ["type"] = ("What is counted; letter case does not matter.", """{"type":"string","pattern":"^(?i:install|preview|push|delete)$","example":"install"}"""),
        ["id"] = ("By which it is listed.", """{"type":"string","format":"uuid"}"""),
        ["link"] = ("The secret of the link that was mailed.", """{"type":"string"}"""),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The description and the schema of a parameter.</summary>
    public static (string Description, string Schema) Of(string name) =>
        Known.TryGetValue(name, out var parameter)
            ? parameter
            : throw new InvalidOperationException($"The route parameter '{name}' is not described. Add it to {nameof(PathParameters)}.");
}
