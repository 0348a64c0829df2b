using System.Text;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Features;
using Quilt.ServiceDefaults.Errors;

namespace Quilt.Api.Http;

/// <summary>Looks at a request's address as it was sent, before decoding hid anything.</summary>
internal static class RequestTarget
{
    /// <summary>
    /// Refuses addresses whose percent-encoding is not text: bytes that are no UTF-8 (lone surrogates among them) and NUL,
    /// which no name holds and no database stores.
    /// </summary>
    public static IApplicationBuilder UseTextualTargets(this IApplicationBuilder app) => app.Use((context, next) =>
        IsText(RawTarget(context))
            ? next(context)
            : JsonErrors.WriteAsync(context, StatusCodes.Status400BadRequest, "The address is not valid: percent-encode it as UTF-8, without NUL characters."));

    /// <summary>
    /// Whether the path holds an encoded slash. The server leaves it encoded, so that it could not be told from the
    /// three characters themselves.
    /// </summary>
    public static bool HasEncodedSlash(HttpContext context) =>
        RawTarget(context).AsSpan().Contains("%2F", StringComparison.OrdinalIgnoreCase);

    private static string RawTarget(HttpContext context) => context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

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

    private static int HexValue(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
