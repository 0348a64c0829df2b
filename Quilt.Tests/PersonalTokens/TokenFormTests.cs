using Quilt.ServiceDefaults.PersonalTokens;

namespace Quilt.Tests.PersonalTokens;

public sealed class TokenFormTests
{
    [Fact]
    public void A_token_has_a_prefix_and_36_random_characters_and_a_checksum()
    {
        var (first, second) = (PersonalTokenForm.Create(), PersonalTokenForm.Create());

        Assert.Matches("^qlt_[0-9A-Za-z]{42}$", first);
        Assert.NotEqual(first, second);
        Assert.True(PersonalTokenForm.IsWellFormed(first));
    }

    [Fact]
    public void A_typo_anywhere_is_noticed()
    {
        var token = PersonalTokenForm.Create();

        for (var i = 0; i < token.Length; i++)
        {
            var typo = token[..i] + (token[i] == 'x' ? 'y' : 'x') + token[(i + 1)..];
            Assert.False(PersonalTokenForm.IsWellFormed(typo), typo);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("qlt_")]
    [InlineData("qlt_000000000000000000000000000000000000000000")]
    [InlineData("qlt_00000000000000000000000000000000000\u00e9000000")]
    public void What_is_no_token_is_not_taken_for_one(string text) => Assert.False(PersonalTokenForm.IsWellFormed(text));
}
