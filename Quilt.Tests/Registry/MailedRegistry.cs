using MimeKit;

namespace Quilt.Tests.Registry;

/// <summary>A registry for the tests of a class whose letters go into a folder. Links in them lead to <see cref="Catalog"/>.</summary>
public sealed class MailedRegistry : IAsyncLifetime
{
    public const string Catalog = "https://data.example.com";

    private readonly string _outbox = Directory.CreateTempSubdirectory("quilt-outbox-").FullName;
    private TestRegistry? _registry;

    internal TestRegistry Registry => _registry!;

    public async Task InitializeAsync() => _registry = await TestRegistry.StartAsync(settings: new Dictionary<string, string?>
    {
        ["Quilt:Mail:OutboxFolder"] = _outbox,
        ["Quilt:PublicUrls:Catalog"] = Catalog,
    });

    public async Task DisposeAsync()
    {
        await Registry.DisposeAsync();
        Directory.Delete(_outbox, recursive: true);
    }

    /// <summary>
    /// The letters to <paramref name="address"/> up to now. They are sent in the order of their making, so that the
    /// arrival of one more, to nobody who counts, tells that all are there.
    /// </summary>
    internal async Task<IReadOnlyList<MimeMessage>> LettersToAsync(string address)
    {
        var last = $"last{Guid.NewGuid():N}@example.com";
        await Registry.AddPackageAsync("postman", "p" + Guid.NewGuid().ToString("N")[..20]);
        var package = (string)(await Registry.SqlAsync("SELECT name FROM packages WHERE owner = 'postman' ORDER BY id DESC LIMIT 1"))!;
        using var postman = Registry.As("postman");
        await postman.PutAsync($"/api/access/postman/{package}/{last}", null).IsDoneAsync();

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var letters = Directory.GetFiles(_outbox, "*.eml").Select(file => MimeMessage.Load(file)).ToList();
            if (letters.Exists(letter => letter.To.ToString() == last))
            {
                return [.. letters.Where(letter => letter.To.ToString() == address)];
            }

            await Task.Delay(10, patience.Token);
        }
    }
}
