using Quilt.Api.Versions;

namespace Quilt.Tests.Versions;

public sealed class Pep440VersionTests
{
    // In the order that the specification gives, with its examples.
    private static readonly string[] Ascending =
    [
        "0.9.dev0", "0.9", "1.dev0", "1.0.dev456", "1.0a1", "1.0a2.dev456", "1.0a12.dev456", "1.0a12", "1.0b1.dev456", "1.0b2",
        "1.0b2.post345.dev456", "1.0b2.post345", "1.0rc1.dev456", "1.0rc1", "1.0", "1.0+abc.5", "1.0+abc.7", "1.0+5",
        "1.0+5.0", "1.0+10", "1.0.post456.dev34", "1.0.post456", "1.0.15", "1.1.dev1", "1.1", "1.10", "1.99999999999999999999",
        "2013.10", "2014.04", "1!0.1.dev1", "1!1.0", "2!0",
    ];

    [Theory]
    [InlineData("1.0", "1.0")]
    [InlineData("1.0.0", "1.0.0")]
    [InlineData("1", "1")]
    [InlineData("v1.0", "1.0")]
    [InlineData("V1.0", "1.0")]
    [InlineData("  1.0\n", "1.0")]
    [InlineData("00001.02.0003", "1.2.3")]
    [InlineData("0!1.0", "1.0")]
    [InlineData("01!1.0", "1!1.0")]
    [InlineData("1.0.0-Alpha1", "1.0.0a1")]
    [InlineData("1.1RC1", "1.1rc1")]
    [InlineData("1.1.a1", "1.1a1")]
    [InlineData("1.1-a1", "1.1a1")]
    [InlineData("1.1_a_1", "1.1a1")]
    [InlineData("1.1a.1", "1.1a1")]
    [InlineData("1.1beta1", "1.1b1")]
    [InlineData("1.1c1", "1.1rc1")]
    [InlineData("1.1pre1", "1.1rc1")]
    [InlineData("1.1preview1", "1.1rc1")]
    [InlineData("1.2a", "1.2a0")]
    [InlineData("1.2-rc", "1.2rc0")]
    [InlineData("1.2a.", "1.2a0")]
    [InlineData("1.0a05", "1.0a5")]
    [InlineData("1.2-post2", "1.2.post2")]
    [InlineData("1.2post2", "1.2.post2")]
    [InlineData("1.2.post-2", "1.2.post2")]
    [InlineData("1.2.r4", "1.2.post4")]
    [InlineData("1.2-rev-4", "1.2.post4")]
    [InlineData("1.0-1", "1.0.post1")]
    [InlineData("1.2.post", "1.2.post0")]
    [InlineData("1.2-dev2", "1.2.dev2")]
    [InlineData("1.2dev", "1.2.dev0")]
    [InlineData("1.0a1.post2.dev3", "1.0a1.post2.dev3")]
    [InlineData("1.0a1-2", "1.0a1.post2")]
    [InlineData("1.0+Ubuntu-1", "1.0+ubuntu.1")]
    [InlineData("1.0+ubuntu_01.X0", "1.0+ubuntu.1.x0")]
    [InlineData("2!3.4rc5.post6.dev7+a.8", "2!3.4rc5.post6.dev7+a.8")]
    public void A_spelling_is_brought_to_the_normal_form(string text, string normalized)
    {
        Assert.True(Pep440Version.TryParse(text, out var version));
        Assert.Equal(normalized, version.Normalized);
        Assert.True(Pep440Version.TryParse(version.Normalized, out var again));
        Assert.Equal(normalized, again.Normalized);
        Assert.Equal(0, version.CompareTo(again));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("v")]
    [InlineData("latest")]
    [InlineData("1.")]
    [InlineData(".1")]
    [InlineData("1..0")]
    [InlineData("1.0-")]
    [InlineData("1.0--1")]
    [InlineData("1.0 a1")]
    [InlineData("1.0gamma1")]
    [InlineData("1.0a1b1")]
    [InlineData("1.0.dev1.post1")]
    [InlineData("1.0+")]
    [InlineData("1.0+a..b")]
    [InlineData("1.0+a+b")]
    [InlineData("1.0+é")]
    [InlineData("!1.0")]
    [InlineData("-1!1.0")]
    [InlineData("1!2!3")]
    [InlineData("１.０")]
    [InlineData("1.0\n1")]
    [InlineData("1.0po\u017Ft1")]
    [InlineData("vv1")]
    [InlineData("1.x")]
    [InlineData("1.0/2")]
    public void What_is_no_version_is_refused(string? text)
    {
        Assert.False(Pep440Version.TryParse(text, out _));
    }

    [Fact]
    public void A_text_longer_than_any_version_is_refused()
    {
        Assert.False(Pep440Version.TryParse("1." + new string('1', 1_000_000), out _));
    }

    [Fact]
    public void Versions_stand_in_the_order_of_the_specification()
    {
        for (var i = 0; i < Ascending.Length; i++)
        {
            for (var j = 0; j < Ascending.Length; j++)
            {
                Assert.True(
                    Math.Sign(Parse(Ascending[i]).CompareTo(Parse(Ascending[j]))) == Math.Sign(i.CompareTo(j)),
                    $"{Ascending[i]} against {Ascending[j]}");
            }
        }
    }

    [Theory]
    [InlineData("1.0", "1.0.0")]
    [InlineData("1", "1.0.0")]
    [InlineData("1.0rc1", "1c1")]
    [InlineData("1!1", "1!1.0")]
    public void Trailing_zeros_make_another_version_of_the_same_rank(string one, string other)
    {
        Assert.Equal(0, Parse(one).CompareTo(Parse(other)));
        Assert.NotEqual(Parse(one).Normalized, Parse(other).Normalized);
    }

    private static Pep440Version Parse(string text) =>
        Pep440Version.TryParse(text, out var version) ? version : throw new ArgumentException(text);
}
