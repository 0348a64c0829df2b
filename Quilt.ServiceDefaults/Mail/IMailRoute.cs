using MimeKit;

namespace Quilt.ServiceDefaults.Mail;

/// <summary>The way that messages take from here.</summary>
internal interface IMailRoute
{
    Task<Delivery> DeliverAsync(MimeMessage message, CancellationToken cancellationToken);

    /// <summary>Nothing more is to be delivered for now.</summary>
    Task RestAsync(CancellationToken cancellationToken);
}

/// <summary>What became of a message.</summary>
/// <param name="Outcome">Whether to try again.</param>
/// <param name="Reason">Why it was not delivered, without the recipient's name.</param>
internal sealed record Delivery(DeliveryOutcome Outcome, string Reason = "")
{
    public static Delivery Done { get; } = new(DeliveryOutcome.Done);
}

internal enum DeliveryOutcome
{
    /// <summary>Out of our hands.</summary>
    Done,

    /// <summary>Refused for good.</summary>
    Refused,

    /// <summary>This message was refused for now.</summary>
    Later,

    /// <summary>No message can be delivered for now.</summary>
    Away,
}
