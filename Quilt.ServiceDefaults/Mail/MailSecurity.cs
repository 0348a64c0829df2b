namespace Quilt.ServiceDefaults.Mail;

/// <summary>How the connection to the mail server is encrypted.</summary>
public enum MailSecurity
{
    /// <summary>As the server offers it; a password is never sent unencrypted.</summary>
    Auto,

    /// <summary>Not at all.</summary>
    None,

    /// <summary>After a plain greeting; a server that does not offer it is not used.</summary>
    StartTls,

    /// <summary>From the first byte.</summary>
    Tls,
}
