using System.Globalization;
using Quilt.Catalog.Units;

namespace Quilt.Tests.Catalog;

public sealed class HumanUnitsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, "0 bytes")]
    [InlineData(1, "1 byte")]
    [InlineData(999, "999 bytes")]
    [InlineData(1000, "1 kB")]
    [InlineData(1024, "1.02 kB")]
    [InlineData(999_499, "999 kB")]
    [InlineData(999_500, "1 MB")]
    [InlineData(18_700_000, "18.7 MB")]
    [InlineData(187_600_000, "188 MB")]
    [InlineData(99_960_000, "100 MB")]
    [InlineData(9_996_000, "10 MB")]
    [InlineData(3_000_000_000_000, "3 TB")]
    [InlineData(long.MaxValue, "9.22 EB")]
    public void A_size_has_three_digits_and_a_unit(long bytes, string text) => Assert.Equal(text, HumanUnits.Size(bytes));

    [Theory]
    [InlineData("00:00:10", "just now")]
    [InlineData("-01:00:00", "just now")]
    [InlineData("00:01:00", "a minute ago")]
    [InlineData("00:10:00", "10 minutes ago")]
    [InlineData("01:00:00", "an hour ago")]
    [InlineData("05:20:00", "5 hours ago")]
    [InlineData("1.00:00:00", "yesterday")]
    [InlineData("3.02:00:00", "3 days ago")]
    [InlineData("31.00:00:00", "a month ago")]
    [InlineData("61.00:00:00", "2 months ago")]
    [InlineData("365.00:00:00", "a year ago")]
    [InlineData("800.00:00:00", "2 years ago")]
    public void A_time_is_told_from_now(string ago, string text) =>
        Assert.Equal(text, HumanUnits.Ago(Now - TimeSpan.Parse(ago, CultureInfo.InvariantCulture), Now));

    [Fact]
    public void The_exact_time_is_in_universal_time() =>
        Assert.Equal("23 November 2026, 12:00 UTC", HumanUnits.Exact(Now.ToOffset(TimeSpan.FromHours(5))));

    [Theory]
    [InlineData(0, "0 packages")]
    [InlineData(1, "1 package")]
    [InlineData(12345, "12,345 packages")]
    public void A_count_agrees_with_its_noun(long count, string text) => Assert.Equal(text, HumanUnits.Count(count, "package"));
}
