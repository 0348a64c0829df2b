using MimeKit;
using Quilt.ServiceDefaults.Mail;

namespace Quilt.Tests.Mail;

public sealed class OutboxTests : IDisposable
{
    private static readonly Letter Reset = new(
        "ada@example.org", "Set a new password", ["Somebody asked for it."], new LetterLink("Set a password", "https://data.example.com/reset_password/5ecret-0123456789abcdef0123456789abcdef0123456789abcdef"));

    private readonly string _folder = Directory.CreateTempSubdirectory("quilt-mail-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Without_a_mail_server_letters_lie_in_the_outbox_and_the_log_says_where()
    {
        var outbox = Path.Combine(_folder, "made", "outbox");
        await using var host = await MailHost.StartAsync(("Quilt:Mail:OutboxFolder", outbox));

        host.Queue.Add(Reset);
        await host.StopAsync();

        var file = Assert.Single(Directory.GetFiles(outbox));
        Assert.EndsWith(".eml", file, StringComparison.Ordinal);
        var message = await MimeMessage.LoadAsync(file);
        Assert.False(host.Options.IsConfigured);
        Assert.Equal(("ada@example.org", "Set a new password"), (message.To.ToString(), message.Subject));
        Assert.Contains(Reset.Link!.Url, message.TextBody, StringComparison.Ordinal);
        Assert.Contains(Reset.Link.Url + "\r\n", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        Assert.Contains(file, host.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("5ecret", host.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("ada@", host.Log, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task A_mail_server_goes_before_the_outbox()
    {
        await using var server = SmtpListener.Start();
        await using var host = await MailHost.StartAsync([.. server.Settings, ("Quilt:Mail:OutboxFolder", _folder)]);

        host.Queue.Add(Reset);
        await server.NextAsync();

        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task An_outbox_that_cannot_be_written_loses_nothing_while_it_is_mended()
    {
        var outbox = Path.Combine(_folder, "outbox");
        await File.WriteAllTextAsync(outbox, "a file in the way");
        await using var host = await MailHost.StartAsync(("Quilt:Mail:OutboxFolder", outbox));
        host.Queue.Add(Reset);
        await host.LoggedAsync("could not be sent yet");

        File.Delete(outbox);
        await host.LoggedAsync("a mail lies in");

        Assert.Single(Directory.GetFiles(outbox));
    }

    [Fact]
    public async Task Without_either_nothing_is_sent_and_the_log_says_so_without_content()
    {
        await using var host = await MailHost.StartAsync();

        host.Queue.Add(Reset);
        await host.StopAsync();

        Assert.Contains("Mail is not configured (Quilt:Mail:Host), so a mail was not sent", host.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("5ecret", host.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("ada", host.Log, StringComparison.Ordinal);
    }

    [Fact]
    public void A_letter_that_is_printed_by_mistake_tells_no_secret() =>
        Assert.Equal("letter to example.org, Set a password", $"{Reset}, {Reset.Link}");
}
