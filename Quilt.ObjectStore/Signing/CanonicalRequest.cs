using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;
using Quilt.ObjectStore.Protocol;

namespace Quilt.ObjectStore.Signing;

/// <summary>The canonical form of a request that Signature Version 4 signs.</summary>
internal static class CanonicalRequest
{
    /// <summary>The SHA-256 of the canonical request in lower-case hex.</summary>
    public static string Hash(HttpRequest request, S3Target target, SignedRequest signed, string payloadHash)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        Append(output, request.Method);
        output.Write("\n"u8);
        AwsEncoding.Encode(Encoding.UTF8.GetBytes(target.Path), keepSlash: true, output);
        output.Write("\n"u8);
        AppendQuery(output, target.Query);
        output.Write("\n"u8);
        foreach (var name in signed.SignedHeaders)
        {
            Append(output, name);
            output.Write(":"u8);
            AppendHeader(output, request.Headers[name]);
            output.Write("\n"u8);
        }

        output.Write("\n"u8);
        for (var i = 0; i < signed.SignedHeaders.Length; i++)
        {
            if (i > 0)
            {
                output.Write(";"u8);
            }

            Append(output, signed.SignedHeaders[i]);
        }

        output.Write("\n"u8);
        Append(output, payloadHash);
        return Convert.ToHexStringLower(SHA256.HashData(output.WrittenSpan));
    }

    private static void AppendQuery(ArrayBufferWriter<byte> output, IReadOnlyList<KeyValuePair<string, string>> query)
    {
        if (query.Count == 0)
        {
            return;
        }

        var pairs = new List<KeyValuePair<string, string>>(query.Count);
        foreach (var (name, value) in query)
        {
            if (name != "X-Amz-Signature")
            {
                pairs.Add(new(AwsEncoding.Encode(name, keepSlash: false), AwsEncoding.Encode(value, keepSlash: false)));
            }
        }

        pairs.Sort(static (x, y) => string.CompareOrdinal(x.Key, y.Key) is not 0 and var order ? order : string.CompareOrdinal(x.Value, y.Value));
        for (var i = 0; i < pairs.Count; i++)
        {
            if (i > 0)
            {
                output.Write("&"u8);
            }

            Append(output, pairs[i].Key);
            output.Write("="u8);
            Append(output, pairs[i].Value);
        }
    }

    private static void AppendHeader(ArrayBufferWriter<byte> output, StringValues values)
    {
        for (var i = 0; i < values.Count; i++)
        {
            if (i > 0)
            {
                output.Write(","u8);
            }

            var value = (values[i] ?? "").Trim();
            while (value.Contains("  ", StringComparison.Ordinal))
            {
                value = value.Replace("  ", " ", StringComparison.Ordinal);
            }

            Append(output, value);
        }
    }

    /// <summary>The server keeps header bytes as Latin-1 characters (see <see cref="ObjectStoreApplication"/>), so this gives back what was sent.</summary>
    private static void Append(ArrayBufferWriter<byte> output, string text) => Encoding.Latin1.GetBytes(text, output);
}
