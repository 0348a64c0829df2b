using System.Buffers.Text;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;

namespace Quilt.Catalog.Comments;

/// <summary>
/// Keeps what somebody wrote while they sign in again. It stays with their browser, in cookies of that page alone: packed,
/// encrypted, and opened for nobody but the one who wrote it. So nothing fills up here, and every replica finds it.
/// </summary>
internal sealed class Drafts(IDataProtectionProvider protection)
{
    /// <summary>How long a draft waits for its writer.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private const string CookieName = "quilt-catalog-draft";

    /// <summary>
    /// Characters that go into cookies, which is room for the longest comment in most languages. With those of the session
    /// they stay below what servers and proxies take in a request's headers.
    /// </summary>
    private const int MostKept = 8_000;

    /// <summary>Bytes that a draft is unpacked to: more than the longest comment has.</summary>
    private const int MostUnpacked = 64 * 1024;

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("Quilt.Catalog.Drafts").ToTimeLimitedDataProtector();

    /// <summary>Browsers take 4 kB a cookie, its attributes included.</summary>
    private readonly ChunkingCookieManager _cookies = new() { ChunkSize = 3_900, ThrowForPartialCookies = false };

    /// <summary>Keeps a draft for its writer, for the page at <paramref name="path"/>.</summary>
    /// <returns>False where it is too long to be kept.</returns>
    public bool Keep(HttpContext context, string path, Draft draft)
    {
        var text = Encoding.UTF8.GetBytes(draft.Writer + '\n' + draft.Contents);
        if (text.Length > MostUnpacked)
        {
            return false;
        }

        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            brotli.Write(text);
        }

        var kept = Base64Url.EncodeToString(_protector.Protect(packed.ToArray(), Lifetime));
        if (kept.Length > MostKept)
        {
            return false;
        }

        _cookies.AppendResponseCookie(context, CookieName, kept, Options(context, path));
        return true;
    }

    /// <summary>What <paramref name="writer"/> wrote on the page that is asked for and did not get sent; null where that is nothing.</summary>
    public string? Find(HttpContext context, string writer)
    {
        if (_cookies.GetRequestCookie(context, CookieName) is not { Length: > 0 and <= MostKept } kept)
        {
            return null;
        }

        try
        {
            var packed = _protector.Unprotect(Base64Url.DecodeFromChars(kept));
            var text = new byte[MostUnpacked];
            return BrotliDecoder.TryDecompress(packed, text, out var length)
                && Encoding.UTF8.GetString(text, 0, length).Split('\n', 2) is [var name, var contents]
                && name == writer ? contents : null;
        }
        catch (Exception failure) when (failure is CryptographicException or FormatException)
        {
            // Too old, or not ours.
            return null;
        }
    }

    /// <summary>Forgets what was kept for the page at <paramref name="path"/>.</summary>
    public void Drop(HttpContext context, string path)
    {
        if (context.Request.Cookies.ContainsKey(CookieName))
        {
            _cookies.DeleteCookie(context, CookieName, Options(context, path));
        }
    }

    private static CookieOptions Options(HttpContext context, string path) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
        Path = context.Request.PathBase + path,
        MaxAge = Lifetime,
        IsEssential = true,
    };
}
