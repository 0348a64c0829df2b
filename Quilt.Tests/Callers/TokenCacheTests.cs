using Quilt.Api.Callers.Tokens;

namespace Quilt.Tests.Callers;

public sealed class TokenCacheTests
{
    [Fact]
    public void A_flood_of_keys_leaves_no_more_than_twice_the_capacity()
    {
        var cache = new BoundedCache<int, int>(100);
        for (var i = 0; i < 10_000; i++)
        {
            cache.Set(i, i);
        }

        Assert.InRange(Enumerable.Range(0, 10_000).Count(i => cache.TryGet(i, out _)), 1, 200);
        Assert.True(cache.TryGet(9_999, out var value));
        Assert.Equal(9_999, value);
    }

    [Fact]
    public void What_is_asked_for_now_and_then_outlasts_a_flood()
    {
        var cache = new BoundedCache<int, string>(100);
        cache.Set(-1, "kept");
        for (var i = 0; i < 10_000; i++)
        {
            cache.Set(i, "flood");
            if (i % 50 == 0)
            {
                Assert.True(cache.TryGet(-1, out var value));
                Assert.Equal("kept", value);
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("caf\u00e9")]
    [InlineData("a\u2028b")]
    public void What_cannot_be_a_token_is_not_hashed(string text) => Assert.False(TokenHash.TryCompute(text, out _));

    [Theory]
    [InlineData(1, true)]
    [InlineData(2_048, true)]
    [InlineData(2_049, true)]
    [InlineData(TokenHash.MaxTokenLength, true)]
    [InlineData(TokenHash.MaxTokenLength + 1, false)]
    public void Tokens_have_a_greatest_length(int length, bool expected) =>
        Assert.Equal(expected, TokenHash.TryCompute(new string('a', length), out _));

    [Fact]
    public void Tokens_that_differ_have_different_hashes()
    {
        Assert.True(TokenHash.TryCompute("a", out var one));
        Assert.True(TokenHash.TryCompute("b", out var other));
        Assert.True(TokenHash.TryCompute("a", out var again));
        Assert.Equal(one, again);
        Assert.NotEqual(one, other);
    }
}
