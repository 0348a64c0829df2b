using System.Text;
using System.Text.Unicode;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Quilt.ServiceDefaults.Errors;

namespace Quilt.ServiceDefaults.Requests;

/// <summary>Looks at a request's address as it was sent, before decoding hid anything.</summary>
public static class RequestTarget
{
    /// <summary>
    /// Refuses addresses that no name leads to: bytes that are no UTF-8 (lone surrogates among them), NUL, and <c>.</c> or
    /// <c>..</c>, which the server would resolve and so answer another call than was written.
    /// </summary>
    /// <param name="app">The service.</param>
    /// <param name="allowEncodedSlashes">Whether a path may hold <c>%2F</c>: only where some name has a slash in it.</param>
    public static IApplicationBuilder UseTextualTargets(this IApplicationBuilder app, bool allowEncodedSlashes = false) => app.Use((context, next) =>
        FindProblem(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, allowEncodedSlashes) is { } problem
            ? JsonErrors.WriteAsync(context, StatusCodes.Status400BadRequest, problem)
            : next(context));

    private static string? FindProblem(string target, bool allowEncodedSlashes)
    {
        var query = target.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? target.AsSpan() : target.AsSpan(0, query);
        if (!IsText(target))
        {
            return "The address is not valid: percent-encode it as UTF-8, without NUL characters.";
        }

        if (!allowEncodedSlashes && path.Contains("%2F", StringComparison.OrdinalIgnoreCase))
        {
            return "The address holds an encoded slash (%2F). No name in an address may hold a slash.";
        }

        foreach (var part in path.Split('/'))
        {
            if (IsDots(path[part]))
            {
                return "The address holds '.' or '..' as a name. Write it without.";
            }
        }

        return null;
    }

    private static bool IsText(string target)
    {
        if (!target.Contains('%', StringComparison.Ordinal))
        {
            return true;
        }

        var bytes = Encoding.UTF8.GetBytes(target);
        var length = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == '%' && i + 2 < bytes.Length && char.IsAsciiHexDigit((char)bytes[i + 1]) && char.IsAsciiHexDigit((char)bytes[i + 2]))
            {
                bytes[length++] = (byte)((HexValue(bytes[i + 1]) << 4) | HexValue(bytes[i + 2]));
                i += 2;
            }
            else
            {
                bytes[length++] = bytes[i];
            }
        }

        var decoded = bytes.AsSpan(0, length);
        return !decoded.Contains((byte)0) && Utf8.IsValid(decoded);
    }

    /// <summary>One or two dots, each written as itself or encoded.</summary>
    private static bool IsDots(ReadOnlySpan<char> part)
    {
        var dots = 0;
        while (part.Length > 0 && dots <= 2)
        {
            var length = part[0] == '.' ? 1 : part.StartsWith("%2e", StringComparison.OrdinalIgnoreCase) ? 3 : 0;
            if (length == 0)
            {
                return false;
            }

            part = part[length..];
            dots++;
        }

        return dots is 1 or 2 && part.IsEmpty;
    }

    private static int HexValue(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
