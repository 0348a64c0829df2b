using Npgsql;
using Quilt.Auth.Events;
using Quilt.Auth.ExternalSignIn;

namespace Quilt.Auth.Accounts;

/// <summary>
/// Whether people may make accounts for themselves, and with which e-mail addresses: as admins chose, else as the
/// configuration says (<c>Quilt:AllowSignup</c>, off in doubt; <c>Quilt:SignUp:AllowedEmailDomains</c>, any in doubt).
/// Admins may give accounts to whom they like.
/// </summary>
internal sealed class SignUpPolicy(NpgsqlDataSource database, SecurityEvents events, LocalAccounts local, SignUpDefaults defaults)
{
    /// <summary>What holds now, on every replica: a row by its primary key.</summary>
    public async Task<SignUpRules> ReadAsync(CancellationToken cancellationToken) => await ReadChoiceAsync(cancellationToken) ?? Of(defaults.IsOpen, defaults.Domains);

    /// <summary>What admins chose; null where the configuration holds.</summary>
    public async Task<SignUpRules?> ReadChoiceAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT is_open, domains FROM sign_up_choices WHERE id = $1");
        command.Parameters.Add(new() { Value = SignUpChoice.TheOnly });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Of(reader.GetBoolean(0), reader.GetFieldValue<string[]>(1)) : null;
    }

    /// <summary>What is wrong with the domains, or null when the choice holds from now on.</summary>
    public async Task<string?> ChooseAsync(bool isOpen, IReadOnlyList<string> domains, string admin, CancellationToken cancellationToken)
    {
        if (domains.FirstOrDefault(domain => !SignUpDefaults.IsDomain(domain)) is { } wrong)
        {
            return $"'{wrong}' is no domain. Write one a line, without '@', such as example.com.";
        }

        var choice = new NpgsqlBatchCommand("INSERT INTO sign_up_choices (id, is_open, domains) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET is_open = $2, domains = $3")
        {
            Parameters = { new() { Value = SignUpChoice.TheOnly }, new() { Value = isOpen }, new() { Value = domains.ToArray() } },
        };
        await SetAsync(choice, admin, isOpen ? "on" : "off", domains, cancellationToken);
        return null;
    }

    /// <summary>Lets the configuration hold again.</summary>
    public Task ForgetChoiceAsync(string admin, CancellationToken cancellationToken) =>
        SetAsync(
            new("DELETE FROM sign_up_choices WHERE id = $1") { Parameters = { new() { Value = SignUpChoice.TheOnly } } },
            admin, "as configured", defaults.Domains, cancellationToken);

    private async Task SetAsync(NpgsqlBatchCommand change, string admin, string signUp, IReadOnlyList<string> domains, CancellationToken cancellationToken)
    {
        var act = new SecurityAct(SecurityEventTypes.SignUpChanged, ("sign_up", signUp), ("domains", string.Join(' ', domains)));
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(change);
        batch.BatchCommands.Add(events.Command(admin, act));
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private SignUpRules Of(bool isOpen, IReadOnlyList<string> domains) => new(isOpen, local.AreAllowed, domains);
}

/// <summary>What the configuration says about signing up.</summary>
internal sealed record SignUpDefaults(bool IsOpen, IReadOnlyList<string> Domains)
{
    private const string DomainsKey = "Quilt:SignUp:AllowedEmailDomains";

    public static bool IsDomain(string text) => Uri.CheckHostName(text) == UriHostNameType.Dns;

    /// <exception cref="InvalidOperationException">A setting is wrong; the message names its key.</exception>
    public static SignUpDefaults Read(IConfiguration configuration)
    {
        var domains = configuration.GetSection(DomainsKey).Get<string[]>() ?? [];
        return Array.Find(domains, domain => !IsDomain(domain)) is { } wrong
            ? throw new InvalidOperationException($"{DomainsKey} holds '{wrong}'. Each entry must be a domain without '@', such as example.com.")
            : new(SettingReader.Flag(configuration, "Quilt:AllowSignup") ?? false, domains);
    }
}
