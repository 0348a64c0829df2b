using MimeKit;
using Quilt.ServiceDefaults.Mail;

namespace Quilt.Tests.Mail;

public sealed class SmtpTests
{
    private static readonly Letter Invitation = new(
        "ada@example.org",
        "You are invited to bob/weather",
        ["Hello <ada> & all,", "bob shares his package with you.\nÜber the wire."],
        new LetterLink("Open it", "https://data.example.com/package/bob/weather?a=1&b=2"));

    [Fact]
    public async Task A_letter_arrives_as_text_and_as_encoded_HTML()
    {
        await using var server = SmtpListener.Start();
        await using var host = await MailHost.StartAsync([.. server.Settings, ("Quilt:Mail:FromName", "Data of Example")]);

        host.Queue.Add(Invitation);
        var mail = await server.NextAsync();

        Assert.True(host.Options.IsConfigured);
        Assert.Equal("ada@example.org", mail.To);
        Assert.Equal("\"Data of Example\" <quilt@registry.test>", mail.Message.From.ToString());
        Assert.Equal("ada@example.org", mail.Message.To.ToString());
        Assert.Equal("You are invited to bob/weather", mail.Message.Subject);
        Assert.Equal("auto-generated", mail.Message.Headers["Auto-Submitted"]);
        Assert.EndsWith("@registry.test", mail.Message.MessageId, StringComparison.Ordinal);
        var alternative = Assert.IsType<MultipartAlternative>(mail.Message.Body);
        Assert.Equal(["text/plain", "text/html"], alternative.Select(part => part.ContentType.MimeType));
        Assert.StartsWith("Hello <ada> & all,", mail.Message.TextBody, StringComparison.Ordinal);
        Assert.Contains("Über the wire.", mail.Message.TextBody, StringComparison.Ordinal);
        Assert.Equal(Invitation.Link!.Url, mail.Link.OriginalString);
        Assert.Contains("Hello &lt;ada&gt; &amp; all,", mail.Message.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("bob shares his package with you.<br>", mail.Message.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("href=\"https://data.example.com/package/bob/weather?a=1&amp;b=2\"", mail.Message.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("https://data.example.com", mail.Message.TextBody, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Hello\r\nBcc: victim@example.org")]
    [InlineData("Hello\nBcc: victim@example.org\n\nbody")]
    [InlineData("Hello\rBcc: victim@example.org")]
    [InlineData("Hello\u2028Bcc: victim@example.org\u0085X: y\0")]
    public async Task A_subject_cannot_become_another_header(string subject)
    {
        await using var server = SmtpListener.Start();
        await using var host = await MailHost.StartAsync(server.Settings);

        host.Queue.Add(Invitation with { Subject = subject });
        var mail = await server.NextAsync();

        Assert.Equal("ada@example.org", mail.To);
        Assert.Null(mail.Message.Headers["Bcc"]);
        Assert.Null(mail.Message.Headers["X"]);
        Assert.StartsWith("Hello Bcc: victim@example.org", mail.Message.Subject, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ada@example.org\r\nBcc: victim@example.org")]
    [InlineData("ada@example.org\r\nRCPT TO:<victim@example.org>")]
    [InlineData("ada@example.org, victim@example.org")]
    [InlineData("Ada <ada@example.org>")]
    [InlineData("ada@example.org (a comment)")]
    [InlineData("ada@")]
    [InlineData("@example.org")]
    [InlineData("ada")]
    [InlineData("")]
    public async Task A_recipient_that_is_not_one_address_gets_nothing_and_others_still_do(string to)
    {
        await using var server = SmtpListener.Start();
        await using var host = await MailHost.StartAsync(server.Settings);

        host.Queue.Add(Invitation with { To = to });
        host.Queue.Add(Invitation with { To = "next@example.org" });

        Assert.Equal("next@example.org", (await server.NextAsync()).To);
        Assert.Single(server.Received);
        Assert.Contains("the recipient's address is malformed", host.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_is_no_web_address_is_not_sent()
    {
        await using var server = SmtpListener.Start();
        await using var host = await MailHost.StartAsync(server.Settings);

        host.Queue.Add(Invitation with { Link = new LetterLink("Click", "javascript:alert(1)") });
        await host.LoggedAsync("its link is no absolute http or https address");

        Assert.Empty(server.Received);
    }

    [Fact]
    public async Task A_letter_that_is_refused_for_now_is_tried_again_and_holds_nobody_up()
    {
        var tries = 0;
        await using var server = SmtpListener.Start(judge: to => to == "grey@example.org" && Interlocked.Increment(ref tries) == 1 ? "451 later" : null);
        await using var host = await MailHost.StartAsync(server.Settings);

        host.Queue.Add(Invitation with { To = "grey@example.org" });
        host.Queue.Add(Invitation with { To = "next@example.org" });

        Assert.Equal("next@example.org", (await server.NextAsync()).To);
        Assert.Equal("grey@example.org", (await server.NextAsync()).To);
    }

    [Fact]
    public async Task A_letter_that_is_refused_for_good_is_logged_by_its_domain_only()
    {
        await using var server = SmtpListener.Start(judge: to => to == "gone@example.org" ? "550 no such gone@example.org" : null);
        await using var host = await MailHost.StartAsync(server.Settings);

        host.Queue.Add(Invitation with { To = "gone@example.org" });
        await host.LoggedAsync("A mail to example.org was not delivered (the mail server answered 550 to RecipientNotAccepted)");

        Assert.DoesNotContain("gone@", host.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("weather", host.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Letters_wait_for_a_server_that_is_away()
    {
        var first = SmtpListener.Start();
        await first.DisposeAsync();
        await using var host = await MailHost.StartAsync(first.Settings);
        host.Queue.Add(Invitation);
        await host.LoggedAsync("could not be sent yet");

        await using var second = SmtpListener.Start(first.Port);

        Assert.Equal("ada@example.org", (await second.NextAsync()).To);
    }

    [Fact]
    public async Task Letters_that_wait_together_share_a_connection()
    {
        await using var server = SmtpListener.Start();
        var open = new TaskCompletionSource();
        server.BeforeAccepting = open.Task;
        await using var host = await MailHost.StartAsync(server.Settings);

        for (var letter = 0; letter < 5; letter++)
        {
            host.Queue.Add(Invitation);
        }

        open.SetResult();
        for (var letter = 0; letter < 5; letter++)
        {
            await server.NextAsync();
        }

        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task A_graceful_stop_sends_what_waits()
    {
        await using var server = SmtpListener.Start();
        var open = new TaskCompletionSource();
        server.BeforeAccepting = open.Task;
        await using var host = await MailHost.StartAsync(server.Settings);
        for (var letter = 0; letter < 20; letter++)
        {
            host.Queue.Add(Invitation);
        }

        var stopping = host.StopAsync();
        open.SetResult();
        await stopping;

        Assert.Equal(20, server.Received.Count);
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_a_server_that_hangs_and_names_what_is_lost()
    {
        await using var server = SmtpListener.Start();
        server.BeforeAccepting = new TaskCompletionSource().Task;
        await using var host = await MailHost.StartAsync(server.Settings);
        host.Queue.Add(Invitation);
        host.Queue.Add(Invitation with { To = "bob@example.net" });

        await host.StopAsync();

        Assert.Contains("A mail to example.org was not delivered (the service stops)", host.Log, StringComparison.Ordinal);
        Assert.Contains("A mail to example.net was not delivered (the service stops)", host.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_does_not_fit_is_dropped_without_waiting()
    {
        await using var server = SmtpListener.Start();
        server.BeforeAccepting = new TaskCompletionSource().Task;
        await using var host = await MailHost.StartAsync(server.Settings);

        for (var letter = 0; letter < 5_000; letter++)
        {
            host.Queue.Add(Invitation);
        }

        await host.LoggedAsync("Too many mails wait");
    }

    [Fact]
    public async Task Name_and_password_are_given_where_they_are_set()
    {
        await using var server = SmtpListener.Start(offers: "AUTH PLAIN");
        await using var host = await MailHost.StartAsync([.. server.Settings, ("Quilt:Mail:UserName", "mailer"), ("Quilt:Mail:Password", "secret word")]);

        host.Queue.Add(Invitation);
        await server.NextAsync();

        Assert.Equal("\0mailer\0secret word", Assert.Single(server.Credentials));
    }

    [Theory]
    [InlineData("Auto", "it offers no encryption, and Quilt:Mail:Password is not sent without")]
    [InlineData("StartTls", "STARTTLS")]
    public async Task A_password_is_not_sent_in_the_clear_unless_that_is_wanted(string security, string reason)
    {
        await using var server = SmtpListener.Start(offers: "AUTH PLAIN");
        await using var host = await MailHost.StartAsync(
            [.. server.Settings, ("Quilt:Mail:Security", security), ("Quilt:Mail:UserName", "mailer"), ("Quilt:Mail:Password", "secret word")]);

        host.Queue.Add(Invitation);
        await host.LoggedAsync("could not be sent yet");

        Assert.Contains(reason, host.Log, StringComparison.Ordinal);
        Assert.Empty(server.Credentials);
        Assert.DoesNotContain("secret word", host.Log, StringComparison.Ordinal);
    }
}
