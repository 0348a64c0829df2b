using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.Tokens;
using Quilt.Auth.Database;

namespace Quilt.Auth.Keys;

/// <summary>
/// The keys that sign (ES256) and encrypt tokens. They live in the database and are shared by all replicas; the first
/// start makes them. A successor is made a week before a key has served its 90 days, and published from then on, so
/// that every replica and verifier has it before the first token carries it. A key is kept until its last token is dead.
/// </summary>
internal sealed class KeyRing(IDbContextFactory<AuthDbContext> databases, IDataProtectionProvider protection, TimeProvider time)
{
    public static readonly TimeSpan Service = TimeSpan.FromDays(90);
    public static readonly TimeSpan Notice = TimeSpan.FromDays(7);

    /// <summary>Refresh tokens live 90 days, and each is signed and encrypted too.</summary>
    public static readonly TimeSpan Afterlife = TimeSpan.FromDays(92);

    private readonly IDataProtector _protector = protection.CreateProtector("Quilt.Auth.TokenKeys.v1");
    private volatile Keys? _keys;
    private ConfigurationReloadToken _changed = new();

    /// <summary>Every key that may verify, the one that signs now first.</summary>
    public IReadOnlyList<SecurityKey> Signing => Loaded.Signing;

    /// <summary>Every key that may decrypt, the one that encrypts now first.</summary>
    public IReadOnlyList<SecurityKey> Encryption => Loaded.Encryption;

    private Keys Loaded => _keys ?? throw new InvalidOperationException("The token keys are loaded when the service starts; nothing may ask for them before.");

    public IChangeToken Changed() => _changed;

    /// <summary>Reads the keys, making the first or the next ones where due.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var stored = await ReadAsync(database, cancellationToken);
        if (Due(stored, TokenKeyUse.Signing) is not null || Due(stored, TokenKeyUse.Encryption) is not null)
        {
            await database.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
            {
                await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
                await database.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({AdvisoryLocks.Keys})", cancellationToken);

                // Another replica may have made them while this one waited for the lock.
                database.ChangeTracker.Clear();
                stored = await ReadAsync(database, cancellationToken);
                foreach (var use in Enum.GetValues<TokenKeyUse>())
                {
                    if (Due(stored, use) is { } activeFrom)
                    {
                        database.Add(Make(use, activeFrom));
                    }
                }

                await database.SaveChangesAsync(cancellationToken);
                stored = await ReadAsync(database, cancellationToken);
                await transaction.CommitAsync(cancellationToken);
            });
        }

        Publish(stored);
    }

    private static Task<List<TokenKey>> ReadAsync(AuthDbContext database, CancellationToken cancellationToken) =>
        database.Set<TokenKey>().AsNoTracking().OrderBy(key => key.ActiveFrom).ToListAsync(cancellationToken);

    /// <summary>When the next key of this use shall start, if it has to be made now.</summary>
    private DateTimeOffset? Due(List<TokenKey> stored, TokenKeyUse use)
    {
        var now = time.GetUtcNow();
        if (stored.FindLast(key => key.Use == use) is not { } newest)
        {
            return now;
        }

        // A service that slept through the change still gives its verifiers a day.
        var next = newest.ActiveFrom + Service;
        return next - Notice > now ? null : next > now.AddDays(1) ? next : now.AddDays(1);
    }

    private TokenKey Make(TokenKeyUse use, DateTimeOffset activeFrom)
    {
        using var ecdsa = use == TokenKeyUse.Signing ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : null;
        return new TokenKey
        {
            Id = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(16)),
            Use = use,
            Material = _protector.Protect(ecdsa?.ExportPkcs8PrivateKey() ?? RandomNumberGenerator.GetBytes(32)),
            ActiveFrom = activeFrom,
        };
    }

    private void Publish(List<TokenKey> stored)
    {
        var signing = Order(stored, TokenKeyUse.Signing);
        var encryption = Order(stored, TokenKeyUse.Encryption);
        if (_keys is { } current && Same(current.Signing, signing) && Same(current.Encryption, encryption))
        {
            return;
        }

        _keys = new Keys([.. signing.Select(Open)], [.. encryption.Select(Open)]);
        Interlocked.Exchange(ref _changed, new ConfigurationReloadToken()).OnReload();

        static bool Same(IReadOnlyList<SecurityKey> loaded, List<TokenKey> wanted) =>
            loaded.Select(key => key.KeyId).SequenceEqual(wanted.Select(key => key.Id));
    }

    /// <summary>The acting key, then its successors, then those whose last tokens may still be alive.</summary>
    private List<TokenKey> Order(List<TokenKey> stored, TokenKeyUse use)
    {
        var now = time.GetUtcNow();
        var all = stored.Where(key => key.Use == use).ToList();
        var acting = all.FindLast(key => key.ActiveFrom <= now) ?? all[0];
        var at = all.IndexOf(acting);
        return [acting, .. all[(at + 1)..], .. all[..at].Where((_, index) => all[index + 1].ActiveFrom + Afterlife > now)];
    }

    private SecurityKey Open(TokenKey key)
    {
        var material = _protector.Unprotect(key.Material);
        if (key.Use == TokenKeyUse.Encryption)
        {
            return new SymmetricSecurityKey(material) { KeyId = key.Id };
        }

        var ecdsa = ECDsa.Create();
        ecdsa.ImportPkcs8PrivateKey(material, out _);
        return new ECDsaSecurityKey(ecdsa) { KeyId = key.Id };
    }

    private sealed record Keys(IReadOnlyList<SecurityKey> Signing, IReadOnlyList<SecurityKey> Encryption);
}
