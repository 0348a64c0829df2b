using System.Text;
using Quilt.Auth.TwoFactor;

namespace Quilt.Tests.Auth.TwoFactor;

public sealed class TotpTests
{
    private static readonly byte[] Key = Encoding.ASCII.GetBytes("12345678901234567890");

    /// <summary>The vectors of RFC 6238, appendix B, of whose eight digits apps show the last six.</summary>
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_the_RFC(long seconds, string code) =>
        Assert.Equal(code, Totp.CodeAt(Key, Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds))));

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void A_code_is_good_one_step_to_either_side(int away, bool good)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_234_567_890);
        var step = Totp.StepAt(now) + away;

        Assert.Equal(good ? step : null, Totp.StepOf(Key, Totp.CodeAt(Key, step), now));
    }

    /// <summary>The vectors of RFC 4648, section 10, without padding.</summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Base32_is_that_of_the_RFC(string text, string encoded) => Assert.Equal(encoded, Base32.Encode(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void The_QR_code_is_an_outline_within_its_bounds()
    {
        var image = QrImage.Of(Totp.Uri(Key, "Quilt", "reader"));

        Assert.InRange(image.Size, 29, 80);
        Assert.Matches(@"^(M\d+ \d+h\d+v1h-\d+z)+$", image.Path);

        // The upper left finder pattern: seven modules, four modules from the edge.
        Assert.StartsWith("M4 4h7v1h-7z", image.Path, StringComparison.Ordinal);
    }
}
