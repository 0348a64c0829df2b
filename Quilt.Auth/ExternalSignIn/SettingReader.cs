namespace Quilt.Auth.ExternalSignIn;

/// <summary>Reads settings, and says which key is wrong.</summary>
internal static class SettingReader
{
    private static readonly char[] Separators = [',', ' '];

    /// <summary>
    /// A list, as entries (<c>Key:0</c>) or as one text with commas: a restriction that somebody wrote in the other way must
    /// not be overlooked.
    /// </summary>
    public static IReadOnlyList<string> List(IConfiguration configuration, string key)
    {
        var section = configuration.GetSection(key);
        var entries = section.GetChildren().Select(child => child.Value ?? throw new InvalidOperationException($"{child.Path} is not a text. Give the entries of the list as {key}:0, {key}:1 and so on."));
        return [.. entries.Append(section.Value ?? "").SelectMany(entry => entry.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
    }

    public static string? Text(IConfiguration configuration, string key) => configuration[key] is { Length: > 0 } text ? text : null;

    public static bool? Flag(IConfiguration configuration, string key) => Text(configuration, key) switch
    {
        null => null,
        var text when bool.TryParse(text, out var flag) => flag,
        var text => throw new InvalidOperationException($"{key} is '{text}'. It must be true or false."),
    };

    /// <summary>An absolute address. Secrets go there, so it must be https, but for this very machine.</summary>
    public static Uri Address(string key, string text, string example) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri is { Query: "", Fragment: "", UserInfo: "" }
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
            ? uri
            : throw new InvalidOperationException($"{key} is '{text}'. It must be an absolute https address, such as {example}.");

    /// <summary>The same with a slash at its end, so that paths can be appended.</summary>
    public static Uri BaseAddress(string key, string text, string example) => new(Address(key, text, example).AbsoluteUri.TrimEnd('/') + "/");
}
