namespace Quilt.Auth.TrustedPublishing;

/// <summary>Which issuers may be asked for their keys (<c>Quilt:TrustedPublishing:AllowPrivateIssuers</c>).</summary>
internal sealed class TrustedPublishingOptions
{
    private const string Key = "Quilt:TrustedPublishing:AllowPrivateIssuers";

    private TrustedPublishingOptions(bool allowPrivateIssuers) => AllowPrivateIssuers = allowPrivateIssuers;

    /// <summary>Whether issuers in private networks, and by plain http on this machine, may be asked.</summary>
    public bool AllowPrivateIssuers { get; }

    /// <summary>Whether an address may be fetched: https, or http on this machine where that is allowed.</summary>
    public bool Allows(Uri address) =>
        address.UserInfo.Length == 0
        && (address.Scheme == Uri.UriSchemeHttps || (AllowPrivateIssuers && address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));

    /// <exception cref="InvalidOperationException">The setting is wrong; the message names its key.</exception>
    public static TrustedPublishingOptions Read(IConfiguration configuration) => configuration[Key] switch
    {
        null or "" => new(false),
        var text when bool.TryParse(text, out var allow) => new(allow),
        var text => throw new InvalidOperationException($"{Key} is '{text}'. It must be true or false."),
    };
}
