using System.Diagnostics.CodeAnalysis;

namespace Quilt.ServiceDefaults.Mail;

/// <summary>Where letters are handed in. They are sent in the background.</summary>
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "It is a queue, of letters.")]
public interface IMailQueue
{
    /// <summary>
    /// Takes a letter. Never throws and never waits, so that an answer takes as long with a letter as without one. The
    /// queue is in memory: a killed process loses what it had not sent, and the person asks again.
    /// </summary>
    void Add(Letter letter);
}
