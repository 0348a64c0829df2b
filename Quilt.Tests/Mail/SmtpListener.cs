using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MimeKit;

namespace Quilt.Tests.Mail;

/// <summary>A small real mail server on loopback that keeps what it is sent.</summary>
internal sealed class SmtpListener : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<ReceivedMail> _received = new();
    private readonly ConcurrentBag<Task> _conversations = [];
    private readonly SemaphoreSlim _arrivals = new(0);
    private Task _accepting = Task.CompletedTask;
    private int _taken;

    private SmtpListener(int port)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
    }

    public int Port { get; }

    public int Connections;

    /// <summary>The answer to a recipient, by their address; null to accept.</summary>
    public Func<string, string?> Judge { get; init; } = _ => null;

    /// <summary>What is offered in the greeting, such as <c>AUTH PLAIN</c>.</summary>
    public string[] Offers { get; init; } = [];

    /// <summary>What somebody gave as name and password.</summary>
    public ConcurrentQueue<string> Credentials { get; } = new();

    /// <summary>Lets each message wait for this before it is accepted.</summary>
    public Task BeforeAccepting { get; set; } = Task.CompletedTask;

    public IReadOnlyCollection<ReceivedMail> Received => _received;

    public (string Key, string? Value)[] Settings =>
        [("Quilt:Mail:Host", "127.0.0.1"), ("Quilt:Mail:Port", Port.ToString(CultureInfo.InvariantCulture)), ("Quilt:Mail:From", "quilt@registry.test"), ("Quilt:Mail:Security", "None")];

    public static SmtpListener Start(int port = 0, Func<string, string?>? judge = null, params string[] offers)
    {
        var server = new SmtpListener(port) { Judge = judge ?? (_ => null), Offers = offers };
        server._accepting = server.AcceptAsync();
        return server;
    }

    /// <summary>The next message that arrives.</summary>
    public async Task<ReceivedMail> NextAsync()
    {
        Assert.True(await _arrivals.WaitAsync(TimeSpan.FromSeconds(60)), "No mail arrived.");
        return _received.ElementAt(Interlocked.Increment(ref _taken) - 1);
    }

    /// <summary>The first message to <paramref name="address"/> whose subject has <paramref name="words"/>, also one that comes later.</summary>
    public async Task<ReceivedMail> FindAsync(string address, string words)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            if (_received.FirstOrDefault(mail => mail.To == address && mail.Message.Subject!.Contains(words, StringComparison.Ordinal)) is { } mail)
            {
                return mail;
            }

            await Task.Delay(10, patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_conversations);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref Connections);
                _conversations.Add(ConverseAsync(client));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private async Task ConverseAsync(TcpClient client)
    {
        using var connection = client;
        try
        {
            using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
            await using var writer = new StreamWriter(client.GetStream(), Encoding.Latin1) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync("220 test");
            var recipients = new List<string>();
            while (await reader.ReadLineAsync(_stop.Token) is { } line)
            {
                await AnswerAsync(line, reader, writer, recipients);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The other side hung up, or the test is over.
        }
    }

    private async Task AnswerAsync(string line, StreamReader reader, StreamWriter writer, List<string> recipients)
    {
        switch (line.Split(' ')[0].ToUpperInvariant())
        {
            case "EHLO":
                string[] lines = ["test", .. Offers];
                foreach (var (index, offer) in lines.Index())
                {
                    await writer.WriteLineAsync((index == lines.Length - 1 ? "250 " : "250-") + offer);
                }

                break;
            case "AUTH":
                Credentials.Enqueue(Encoding.UTF8.GetString(Convert.FromBase64String(line.Split(' ')[^1])));
                await writer.WriteLineAsync("235 ok");
                break;
            case "RCPT":
                var recipient = line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];
                var refusal = Judge(recipient);
                if (refusal is null)
                {
                    recipients.Add(recipient);
                }

                await writer.WriteLineAsync(refusal ?? "250 ok");
                break;
            case "DATA":
                await writer.WriteLineAsync("354 go on");
                await TakeAsync(reader, recipients);
                await writer.WriteLineAsync("250 taken");
                break;
            case "RSET":
                recipients.Clear();
                await writer.WriteLineAsync("250 ok");
                break;
            case "QUIT":
                await writer.WriteLineAsync("221 bye");
                break;
            default:
                await writer.WriteLineAsync("250 ok");
                break;
        }
    }

    private async Task TakeAsync(StreamReader reader, List<string> recipients)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(_stop.Token) is { } line && line != ".")
        {
            text.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        }

        await BeforeAccepting.WaitAsync(_stop.Token);
        var raw = text.ToString();
        using var stream = new MemoryStream(Encoding.Latin1.GetBytes(raw));
        _received.Enqueue(new ReceivedMail([.. recipients], raw, await MimeMessage.LoadAsync(stream, _stop.Token)));
        recipients.Clear();
        _arrivals.Release();
    }
}

/// <param name="Recipients">Whom the envelope named.</param>
/// <param name="Raw">What came over the wire.</param>
/// <param name="Message">The same, parsed.</param>
internal sealed record ReceivedMail(string[] Recipients, string Raw, MimeMessage Message)
{
    public string To => Assert.Single(Recipients);

    /// <summary>The one link of the mail's text.</summary>
    public Uri Link => new(Message.TextBody!.Split('\n').Select(line => line.Trim()).First(line => line.StartsWith("http", StringComparison.Ordinal)));
}
