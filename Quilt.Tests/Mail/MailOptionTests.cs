namespace Quilt.Tests.Mail;

public sealed class MailOptionTests
{
    [Theory]
    [InlineData("Quilt:Mail:Host", "smtp://mail.test", "the name or address of a mail server")]
    [InlineData("Quilt:Mail:Port", "0", "a port number from 1 to 65535")]
    [InlineData("Quilt:Mail:Port", "smtp", "a port number from 1 to 65535")]
    [InlineData("Quilt:Mail:Security", "ssl", "Auto, None, StartTls or Tls")]
    [InlineData("Quilt:Mail:Security", "2", "Auto, None, StartTls or Tls")]
    [InlineData("Quilt:Mail:From", "Quilt <quilt@example.com>", "an e-mail address")]
    [InlineData("Quilt:Mail:From", null, "Quilt:Mail:From is not set")]
    [InlineData("Quilt:Mail:FromName", "Quilt\r\nBcc: x@example.com", "a name on one line")]
    [InlineData("Quilt:Mail:UserName", "mailer", "only one is set")]
    [InlineData("Quilt:Mail:Password", "hunter2222", "only one is set")]
    public async Task A_wrong_setting_stops_the_start_and_is_named(string key, string? value, string allowed)
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(
            () => MailHost.StartAsync(("Quilt:Mail:Host", "mail.test"), ("Quilt:Mail:From", "quilt@example.com"), (key, value)));

        Assert.Contains(key, failure.Message, StringComparison.Ordinal);
        Assert.Contains(allowed, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2222", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 587)]
    [InlineData("Auto", 587)]
    [InlineData("StartTls", 587)]
    [InlineData("tls", 465)]
    [InlineData("None", 25)]
    public async Task The_port_follows_from_the_encryption(string? security, int port)
    {
        await using var host = await MailHost.StartAsync(("Quilt:Mail:Host", "mail.test"), ("Quilt:Mail:From", "quilt@example.com"), ("Quilt:Mail:Security", security));

        Assert.Equal(port, host.Options.Port);
    }
}
