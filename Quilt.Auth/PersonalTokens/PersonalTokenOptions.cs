namespace Quilt.Auth.PersonalTokens;

/// <summary>What personal access tokens may be here (<c>Quilt:PersonalTokens:AllowUnlimited</c>).</summary>
internal sealed class PersonalTokenOptions
{
    private const string Key = "Quilt:PersonalTokens:AllowUnlimited";

    private PersonalTokenOptions(bool allowUnlimited) => AllowUnlimited = allowUnlimited;

    /// <summary>Whether a token may have no end.</summary>
    public bool AllowUnlimited { get; }

    /// <exception cref="InvalidOperationException">The setting is wrong; the message names its key.</exception>
    public static PersonalTokenOptions Read(IConfiguration configuration) => configuration[Key] switch
    {
        null or "" => new(true),
        var text when bool.TryParse(text, out var allow) => new(allow),
        var text => throw new InvalidOperationException($"{Key} is '{text}'. It must be true or false."),
    };
}
