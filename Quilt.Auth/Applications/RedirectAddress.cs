using System.Net;

namespace Quilt.Auth.Applications;

/// <summary>Which addresses people may be sent to with an authorization code.</summary>
internal static class RedirectAddress
{
    private const int Longest = 2_000;

    /// <summary>
    /// What is wrong with it, or null. A code must not travel in the clear nor to a program that anybody may register for
    /// (RFC 9700 §2.1, RFC 8252 §7): https; http to the same machine; a private scheme with a dot, for public applications.
    /// </summary>
    public static string? Check(string text, ApplicationKind kind)
    {
        if (text.Length > Longest || text.Any(character => char.IsControl(character) || char.IsWhiteSpace(character) || character is '\\' or '*')
            || !Uri.TryCreate(text, UriKind.Absolute, out var uri))
        {
            return $"'{text}' is not an absolute address without blanks and wildcards.";
        }

        if (uri.UserInfo.Length > 0 || text.Contains('#', StringComparison.Ordinal) || text.Contains('@', StringComparison.Ordinal))
        {
            return $"'{text}' has a user name or a fragment. Leave them out.";
        }

        return uri.Scheme switch
        {
            "https" => null,
            "http" when uri.Host == "localhost" || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address)) => null,
            "http" => $"'{text}' is not encrypted. Use https; http is for localhost.",
            _ when kind == ApplicationKind.Public && uri.Scheme.Contains('.', StringComparison.Ordinal) => null,
            _ when kind == ApplicationKind.Public => $"'{text}' must start with https, or with a scheme of your own that has a dot, such as com.example.app.",
            _ => $"'{text}' must start with https.",
        };
    }
}
