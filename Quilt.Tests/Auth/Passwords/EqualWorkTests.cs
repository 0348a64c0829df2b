using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Quilt.Auth.Accounts;

namespace Quilt.Tests.Auth.Passwords;

/// <summary>An unknown name costs the work of a known one: counted, since clocks of a busy machine prove nothing.</summary>
public sealed class EqualWorkTests
{
    [Theory]
    [InlineData("known", "wrong")]
    [InlineData("unknown", "wrong")]
    [InlineData("disabled", "correct horse")]
    [InlineData("disabled", "wrong")]
    [InlineData("Not A Name", "wrong")]
    [InlineData("protected_one", "wrong")]
    public async Task Every_refused_sign_in_verifies_exactly_one_hash_of_one_cost_and_answers_alike(string name, string password)
    {
        var hasher = new CountingHasher();
        await using var host = await AuthHost.StartAsync(database: null, time: null, builder => builder.Services.AddSingleton<IPasswordHasher<Account>>(hasher));
        await host.RegisterAsync("known");
        await host.RegisterAsync("disabled");
        await TwoFactor.TwoFactorTests.SwitchOnAsync(host, "protected_one");
        await host.PostJsonAsync("/api/users/disable", new { username = "disabled" }, await host.LogInAsync("admin", AuthHost.AdminPassword));
        hasher.Verified.Clear();

        var answer = await host.PostJsonAsync("/api/login", new { username = name, password });

        Assert.Equal(401, (int)answer.Status);
        Assert.Equal("""{"message":"The user name or the password is wrong."}""", answer.Body);
        var verified = Assert.Single(hasher.Verified);
        Assert.Equal(CostOf(hasher.HashPassword(new Account(), "any")), CostOf(verified));
    }

    /// <summary>Format, function, iterations and salt length, which Identity's hashes begin with.</summary>
    private static string CostOf(string hash) => Convert.ToHexString(Convert.FromBase64String(hash).AsSpan(0, 13));

    private sealed class CountingHasher : IPasswordHasher<Account>
    {
        private readonly PasswordHasher<Account> _hasher = new();

        public System.Collections.Concurrent.ConcurrentBag<string> Verified { get; } = [];

        public string HashPassword(Account user, string password) => _hasher.HashPassword(user, password);

        public PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
        {
            Verified.Add(hashedPassword);
            return _hasher.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
