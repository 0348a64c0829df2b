using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using OpenIddict.EntityFrameworkCore.Models;
using Quilt.Auth.Accounts;
using Quilt.Auth.Codes;
using Quilt.Auth.Devices;
using Quilt.Auth.Events;
using Quilt.Auth.Handovers;
using Quilt.Auth.Keys;
using Quilt.Auth.Limits;
using Quilt.Auth.Links;
using Quilt.Auth.PersonalTokens;
using Quilt.Auth.Revocations;
using Quilt.Auth.Sessions;
using Quilt.Auth.TrustedPublishing;
using Quilt.Auth.TwoFactor;

namespace Quilt.Auth.Database;

/// <summary>The database of this service. Names are snake_case, since much of its SQL is written by hand.</summary>
internal sealed class AuthDbContext(DbContextOptions<AuthDbContext> options) : IdentityUserContext<Account, Guid>(options), IDataProtectionKeyContext
{
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.UseOpenIddict<Guid>();

        // Ending an account looks for all it has open, whatever the client.
        builder.Entity<OpenIddictEntityFrameworkCoreToken<Guid>>().HasIndex(token => token.Subject);
        builder.Entity<OpenIddictEntityFrameworkCoreAuthorization<Guid>>().HasIndex(authorization => authorization.Subject);

        builder.Entity<Account>(account =>
        {
            account.ToTable("users");
            account.Property(user => user.UserName).HasMaxLength(AccountRules.NameLength).IsRequired();
            account.HasQueryFilter(user => user.DeletedAt == null);
            account.HasIndex(user => user.UserName).IsUnique();
            account.HasIndex(user => user.NormalizedEmail).IsUnique();
        });
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("user_claims");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("user_logins");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("user_tokens");
        builder.Entity<IdentityUserPasskey<Guid>>().ToTable("user_passkeys");
        builder.Entity<DataProtectionKey>().ToTable("data_protection_keys");

        builder.Entity<TokenKey>(key =>
        {
            key.ToTable("token_keys");
            key.HasKey(row => row.Id);
        });

        builder.Entity<OneTimeCode>(code =>
        {
            code.ToTable("one_time_codes");
            code.HasKey(row => row.Hash);
            code.HasOne<Account>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
            code.HasIndex(row => row.ExpiresAt);
        });

        builder.Entity<DevicePoll>(poll =>
        {
            poll.ToTable("device_polls");
            poll.HasKey(row => row.TokenId);
            poll.HasOne<OpenIddictEntityFrameworkCoreToken<Guid>>().WithOne().HasForeignKey<DevicePoll>(row => row.TokenId).OnDelete(DeleteBehavior.Cascade);
        });

        builder.Entity<AttemptCount>(attempt =>
        {
            attempt.ToTable("attempt_counts");
            attempt.HasKey(row => row.Key);
            attempt.HasIndex(row => row.StartedAt);
        });

        builder.Entity<MailedLink>(link =>
        {
            link.ToTable("mailed_links");
            link.HasKey(row => row.Hash);
            link.HasOne<Account>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
            link.HasIndex(row => row.ExpiresAt);
        });

        builder.Entity<RecoveryCode>(code =>
        {
            code.ToTable("recovery_codes");
            code.HasKey(row => new { row.UserId, row.Hash });
            code.HasOne<Account>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
        });

        builder.Entity<SecurityEvent>(entry =>
        {
            entry.ToTable("security_events");
            entry.HasKey(row => row.Id);
            entry.Property(row => row.UserName).HasMaxLength(AccountRules.NameLength);
            entry.Property(row => row.Agent).HasMaxLength(Origin.AgentLength);
            entry.Property(row => row.Details).HasColumnType("jsonb");

            // The events of one account, newest first. By date they are only pruned, and they lie in that order.
            entry.HasIndex(row => new { row.UserName, row.Id }).IsDescending(false, true);
            entry.HasIndex(row => row.CreatedAt).HasMethod("brin");
        });

        builder.Entity<SignUpChoice>(choice =>
        {
            choice.ToTable("sign_up_choices");
            choice.HasKey(row => row.Id);
            choice.Property(row => row.Id).ValueGeneratedNever();
        });

        builder.Entity<BrowserSession>(session =>
        {
            session.ToTable("browser_sessions");
            session.HasKey(row => row.Id);
            session.HasOne<Account>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
            session.HasIndex(row => row.ExpiresAt);
            session.Property(row => row.Agent).HasMaxLength(Origin.AgentLength);
        });

        builder.Entity<BrowserSessionAuthorization>(link =>
        {
            link.ToTable("browser_session_authorizations");
            link.HasKey(row => new { row.SessionId, row.AuthorizationId });
            link.HasOne<BrowserSession>().WithMany().HasForeignKey(row => row.SessionId).OnDelete(DeleteBehavior.Cascade);
        });

        builder.Entity<Revocation>(revocation =>
        {
            revocation.ToTable("revocations");
            revocation.HasKey(row => row.Seq);
            revocation.HasIndex(row => row.ExpiresAt);
        });

        builder.Entity<PersonalToken>(token =>
        {
            token.ToTable("personal_tokens");
            token.HasKey(row => row.Id);
            token.HasIndex(row => row.Hash).IsUnique();
            token.HasIndex(row => row.UserId);
            token.HasIndex(row => row.ExpiresAt);
            token.Property(row => row.Name).HasMaxLength(PersonalToken.NameLength);
            token.HasOne<Account>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
            token.HasOne<TrustedPublisher>().WithMany().HasForeignKey(row => row.PublisherId).OnDelete(DeleteBehavior.Cascade);
        });

        builder.Entity<TrustedPublisher>(publisher =>
        {
            publisher.ToTable("trusted_publishers");
            publisher.HasKey(row => row.Id);
            publisher.HasIndex(row => new { row.UserId, row.Package });
            publisher.HasIndex(row => row.Issuer);
            publisher.Property(row => row.Claims).HasColumnType("jsonb");
            publisher.HasOne<Account>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
        });

        builder.Entity<Handover>(handover =>
        {
            handover.ToTable("handovers");
            handover.HasKey(row => row.UserId);
            handover.HasIndex(row => row.Id).IsUnique();
            handover.Property(row => row.Agent).HasMaxLength(Origin.AgentLength);
            handover.HasOne<Account>().WithOne().HasForeignKey<Handover>(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
        });

        builder.Entity<UsedProof>(proof =>
        {
            proof.ToTable("used_proofs");
            proof.HasKey(row => row.Hash);
            proof.HasIndex(row => row.ExpiresAt);
        });

        SnakeCaseNames.Apply(builder.Model);
    }
}
