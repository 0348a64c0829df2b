using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Quilt.ServiceDefaults.Mail;

/// <summary>Hands messages to the mail server. The connection stays open as long as there is more to send.</summary>
internal sealed class SmtpRoute(MailOptions options) : IMailRoute, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private SmtpClient? _client;

    public async Task<Delivery> DeliverAsync(MimeMessage message, CancellationToken cancellationToken)
    {
        try
        {
            if (await ConnectAsync(cancellationToken) is { } problem)
            {
                return new Delivery(DeliveryOutcome.Away, problem);
            }

            await _client!.SendAsync(message, cancellationToken);
            return Delivery.Done;
        }
        catch (SmtpCommandException exception)
        {
            // A server that answered knows this message; 5xx is its last word on it, and 421 closes the connection.
            var status = (int)exception.StatusCode;
            return new Delivery(
                status == 421 ? DeliveryOutcome.Away : status >= 500 ? DeliveryOutcome.Refused : DeliveryOutcome.Later,
                $"the mail server answered {status} to {exception.ErrorCode}");
        }
        catch (NotSupportedException)
        {
            return new Delivery(DeliveryOutcome.Refused, "the mail server takes no address with other than ASCII letters");
        }
        catch (Exception exception) when (exception is ServiceNotConnectedException or ProtocolException or IOException or SocketException or TimeoutException)
        {
            Forget();
            return new Delivery(DeliveryOutcome.Away, Describe(exception));
        }
        catch (OperationCanceledException)
        {
            Forget();
            throw;
        }
    }

    public async Task RestAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_client is { IsConnected: true } client)
            {
                await client.DisconnectAsync(quit: true, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is CommandException or ProtocolException or IOException or SocketException or OperationCanceledException)
        {
            // It was to be closed anyway.
        }
        finally
        {
            Forget();
        }
    }

    public void Dispose() => Forget();

    /// <summary>Connects unless that is done, and says what keeps it from that.</summary>
    private async Task<string?> ConnectAsync(CancellationToken cancellationToken)
    {
        if (_client is { IsConnected: true })
        {
            return null;
        }

        Forget();

        // Revocation lists are often out of a server's reach; mail must not stop for that.
        var client = new SmtpClient { Timeout = (int)Patience.TotalMilliseconds, CheckCertificateRevocation = false };
        _client = client;
        try
        {
            await client.ConnectAsync(options.Host!, options.Port, Translate(options.Security), cancellationToken);
            if (options is not { UserName: { } name, Password: { } password })
            {
                return null;
            }

            if (client.IsSecure || options.Security == MailSecurity.None)
            {
                await client.AuthenticateAsync(name, password, cancellationToken);
                return null;
            }

            Forget();
            return "it offers no encryption, and Quilt:Mail:Password is not sent without; Quilt:Mail:Security None would send it nevertheless";
        }
        catch (Exception exception) when (exception is CommandException or ProtocolException or AuthenticationException or SslHandshakeException
            or NotSupportedException or IOException or SocketException or TimeoutException)
        {
            Forget();
            return Describe(exception);
        }
    }

    private static string Describe(Exception exception) => exception.Message.ReplaceLineEndings(" ");

    private void Forget()
    {
        _client?.Dispose();
        _client = null;
    }

    private static SecureSocketOptions Translate(MailSecurity security) => security switch
    {
        MailSecurity.None => SecureSocketOptions.None,
        MailSecurity.StartTls => SecureSocketOptions.StartTls,
        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.Auto,
    };
}
