using System.Globalization;

namespace Quilt.Api.Policy;

/// <summary>How many mails one user may have the registry send to others: comments and invitations each send one.</summary>
/// <param name="CommentsPerHour">Comments of one user on one package of somebody else within an hour.</param>
/// <param name="InvitationsPerDay">Invitations of one user within a day.</param>
internal sealed record SharingLimits(int CommentsPerHour, int InvitationsPerDay)
{
    /// <exception cref="InvalidOperationException">A setting is wrong; the message names its key.</exception>
    public static SharingLimits Read(IConfiguration configuration) =>
        new(Number(configuration, "Quilt:Limits:CommentsPerHour", 300), Number(configuration, "Quilt:Limits:InvitationsPerDay", 500));

    private static int Number(IConfiguration configuration, string key, int standard) => configuration[key] switch
    {
        null or "" => standard,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 => number,
        var text => throw new InvalidOperationException($"{key} is '{text}'. It must be a number above 0."),
    };
}
