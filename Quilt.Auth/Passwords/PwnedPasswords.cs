using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Quilt.Auth.Passwords;

/// <summary>
/// Asks a service that speaks the Pwned Passwords range protocol. It is sent five digits of the password's hash and answers
/// all that begin so: it learns neither the password nor the hash.
/// </summary>
internal sealed partial class PwnedPasswords(HttpClient http, ILogger<PwnedPasswords> logger) : IBreachedPasswords
{
    public const string Key = "Quilt:Passwords:BreachCheckUrl";

    /// <summary>Nobody waits longer for it than for the password to be hashed; a password is let through then.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private const int PrefixLength = 5;

    [SuppressMessage("Security", "CA5350", Justification = "The protocol is by SHA-1; nothing is protected by it.")]
    public async Task<bool> ContainsAsync(string password, CancellationToken cancellationToken)
    {
        var hash = Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(password)));
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "range/" + hash[..PrefixLength]);

            // Lines that stand for nothing hide from a listener, by the length of the answer, what was asked.
            request.Headers.Add("Add-Padding", "true");
            using var response = await http.SendAsync(request, cancellationToken);
            response.EnsureSuccessStatusCode();
            var answer = await response.Content.ReadAsStringAsync(cancellationToken);
            return Holds(answer, hash.AsSpan(PrefixLength));
        }
        catch (Exception exception) when (exception is HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            LogSilence(logger, exception);
            return false;
        }
    }

    /// <summary>Lines are <c>SUFFIX:COUNT</c>; a count of 0 stands for nothing.</summary>
    private static bool Holds(string answer, ReadOnlySpan<char> suffix)
    {
        foreach (var line in answer.AsSpan().EnumerateLines())
        {
            if (line.IndexOf(':') == suffix.Length && line[..suffix.Length].Equals(suffix, StringComparison.OrdinalIgnoreCase))
            {
                return !line[(suffix.Length + 1)..].Trim().SequenceEqual("0");
            }
        }

        return false;
    }

    /// <summary>The address of the service, or null; it ends with a slash.</summary>
    /// <exception cref="InvalidOperationException">The setting is wrong; the message names its key.</exception>
    public static Uri? ReadAddress(IConfiguration configuration) => configuration[Key] switch
    {
        null or "" => null,
        var text when Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri!.Query.Length == 0 => uri,
        var text => throw new InvalidOperationException($"{Key} is '{text}'. It must be an absolute http or https address without a query, such as https://api.pwnedpasswords.com."),
    };

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "The breach check did not answer; a password was let through unchecked")]
    private static partial void LogSilence(ILogger logger, Exception exception);
}
