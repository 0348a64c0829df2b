using System.Net;
using System.Security.Cryptography;
using Npgsql;
using Quilt.Auth.Accounts;
using Quilt.Auth.Events;
using Quilt.Auth.Letters;
using Quilt.Auth.Passwords;
using Quilt.Auth.Sessions;

namespace Quilt.Auth.TwoFactor;

/// <summary>Switches two-factor sign-in on and off, each with its security event and a mail to the owner.</summary>
internal sealed class TwoFactorSettings(
    NpgsqlDataSource database, AuthenticatorKeys keys, PasswordProof proof, SecondFactor secondFactor, SecurityEvents events, AccountLetters letters, TimeProvider time)
{
    private const string Issuer = "Quilt";

    /// <summary>A key to set an app up with, the one of <paramref name="seal"/> if that is good. Nothing is stored until a code confirms it.</summary>
    public AuthenticatorOffer Offer(SignedIn signedIn, string? seal)
    {
        var key = (seal is null ? null : keys.Open(seal, signedIn.Session.Id)) ?? RandomNumberGenerator.GetBytes(Totp.KeyBytes);
        return new(Base32.Encode(key), Totp.Uri(key, Issuer, signedIn.Account.Name), keys.Seal(key, signedIn.Session.Id));
    }

    /// <summary>Switches it on with a first code of the app.</summary>
    public async Task<TwoFactorChange> SwitchOnAsync(SignedIn signedIn, string seal, string code, string password, IPAddress? address, CancellationToken cancellationToken)
    {
        if (keys.Open(seal, signedIn.Session.Id) is not { } key)
        {
            return new(new("code", "This page was open for too long. Set the app up with the new key."));
        }

        code = string.Concat(code.Where(character => !char.IsWhiteSpace(character)));
        if (Totp.StepOf(key, code, time.GetUtcNow()) is not { } step)
        {
            return new(new("code", "The code is not the one that the app shows now. Check that the clock of the device is right."));
        }

        if (await proof.CheckAsync(signedIn, password, address, cancellationToken) is { } problem)
        {
            return new(problem);
        }

        NpgsqlBatchCommand change = new("UPDATE users SET two_factor_enabled = true, authenticator_key = $2, authenticator_step = $3 WHERE id = $1 AND NOT two_factor_enabled AND deleted_at IS NULL")
        {
            Parameters = { new() { Value = signedIn.Account.Id }, new() { Value = keys.Protect(key) }, new() { Value = step } },
        };
        var codes = RecoveryCodes.Make();
        return await ChangeAsync(signedIn.Account, change, codes, new(SecurityEventTypes.TwoFactorEnabled), "Two-factor sign-in was switched on.", cancellationToken)
            ? new(null, codes)
            : new(new("code", "Two-factor sign-in is on already."));
    }

    /// <summary>Makes new recovery codes; the old ones end.</summary>
    public async Task<TwoFactorChange> RenewCodesAsync(SignedIn signedIn, string password, string code, IPAddress? address, CancellationToken cancellationToken)
    {
        if (await ProveAsync(signedIn, password, code, address, cancellationToken) is { } problem)
        {
            return new(problem);
        }

        NpgsqlBatchCommand nothing = new("SELECT id FROM users WHERE id = $1 AND two_factor_enabled FOR UPDATE") { Parameters = { new() { Value = signedIn.Account.Id } } };
        var codes = RecoveryCodes.Make();
        await ChangeAsync(signedIn.Account, nothing, codes, new(SecurityEventTypes.RecoveryCodesMade), "New recovery codes were made; the old ones no longer work.", cancellationToken);
        return new(null, codes);
    }

    public async Task<FieldProblem?> SwitchOffAsync(SignedIn signedIn, string password, string code, IPAddress? address, CancellationToken cancellationToken)
    {
        if (await ProveAsync(signedIn, password, code, address, cancellationToken) is { } problem)
        {
            return problem;
        }

        await SwitchOffAsync(signedIn.Account, new SecurityAct(SecurityEventTypes.TwoFactorDisabled), cancellationToken);
        return null;
    }

    /// <summary>Switches it off for somebody who has lost the app and the codes.</summary>
    public Task<bool> SwitchOffAsync(Account account, string admin, CancellationToken cancellationToken) =>
        SwitchOffAsync(account, SecurityAct.By(admin, SecurityEventTypes.TwoFactorDisabled), cancellationToken);

    private Task<bool> SwitchOffAsync(Account account, SecurityAct act, CancellationToken cancellationToken)
    {
        NpgsqlBatchCommand change = new("UPDATE users SET two_factor_enabled = false, authenticator_key = NULL WHERE id = $1 AND two_factor_enabled") { Parameters = { new() { Value = account.Id } } };
        return ChangeAsync(account, change, [], act, "Two-factor sign-in was switched off.", cancellationToken);
    }

    private async Task<FieldProblem?> ProveAsync(SignedIn signedIn, string password, string code, IPAddress? address, CancellationToken cancellationToken) =>
        await proof.CheckAsync(signedIn, password, address, cancellationToken)
        ?? await secondFactor.CheckAsync(signedIn.Account, code, address, cancellationToken);

    /// <summary>One transaction; nothing of it where <paramref name="change"/> finds no row.</summary>
    private async Task<bool> ChangeAsync(Account account, NpgsqlBatchCommand change, IReadOnlyList<string> codes, SecurityAct act, string notice, CancellationToken cancellationToken)
    {
        await using (var connection = await database.OpenConnectionAsync(cancellationToken))
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using (var batch = new NpgsqlBatch(connection, transaction) { BatchCommands = { change } })
            {
                await batch.ExecuteNonQueryAsync(cancellationToken);
                if (change.Rows == 0)
                {
                    return false;
                }
            }

            await using (var batch = new NpgsqlBatch(connection, transaction))
            {
                foreach (var command in RecoveryCodes.Replace(account.Id, codes))
                {
                    batch.BatchCommands.Add(command);
                }

                batch.BatchCommands.Add(events.Command(account.Name, act));
                await batch.ExecuteNonQueryAsync(cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
        }

        letters.SecurityNotice(account.Name, account.Email, notice);
        return true;
    }
}

/// <param name="Key">The key for typing.</param>
/// <param name="Uri">The key for the QR code.</param>
/// <param name="Seal">The key for the form to carry.</param>
internal sealed record AuthenticatorOffer(string Key, string Uri, string Seal);

/// <param name="Problem">What is wrong, if anything.</param>
/// <param name="Codes">Else the recovery codes, which are shown this once.</param>
internal sealed record TwoFactorChange(FieldProblem? Problem, IReadOnlyList<string>? Codes = null);
