using Quilt.Catalog.Compare;

namespace Quilt.Tests.Catalog.Packages;

public sealed class LineDiffTests
{
    [Fact]
    public void Changes_stand_among_a_few_lines_around_them()
    {
        var before = string.Join('\n', Enumerable.Range(1, 20));
        var after = before.Replace("10\n", "ten\n", StringComparison.Ordinal);

        Assert.Equal(
            ["…", " 7", " 8", " 9", "-10", "+ten", " 11", " 12", " 13", "…"],
            LineDiff.Of(before, after).Select(line => line.Kind + line.Text));
    }

    [Fact]
    public void Each_side_can_be_read_off_it_and_no_shorter_one_exists()
    {
        var random = new Random(7);
        for (var round = 0; round < 500; round++)
        {
            // At most four lines are alike: none are left out.
            var (before, after) = (Text(random), Text(random));
            var diff = LineDiff.Of(string.Join('\n', before), string.Join('\n', after));
            if (diff.Any(line => line.Kind == '…'))
            {
                continue;
            }

            Assert.Equal(before, diff.Where(line => line.Kind is ' ' or '-').Select(line => line.Text));
            Assert.Equal(after, diff.Where(line => line.Kind is ' ' or '+').Select(line => line.Text));
            Assert.Equal(before.Length + after.Length - (2 * LongestCommon(before, after)), diff.Count(line => line.Kind != ' '));
        }
    }

    [Fact]
    public void Line_ends_do_not_count_and_the_same_differs_nowhere() =>
        Assert.DoesNotContain(LineDiff.Of("a\r\nb\rc", "a\nb\nc"), line => line.Kind is '+' or '-');

    [Fact]
    public void Texts_that_have_nothing_in_common_are_cut_and_cost_little()
    {
        var (one, two) = (string.Join('\n', Enumerable.Range(0, 100_000)), string.Join('\n', Enumerable.Range(200_000, 100_000)));
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        var diff = LineDiff.Of(one, two);

        Assert.Equal(('-', '…', 401), (diff[0].Kind, diff[^1].Kind, diff.Count));
        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(2));
    }

    private static string[] Text(Random random) => [.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => ((char)('a' + random.Next(3))).ToString())];

    private static int LongestCommon(string[] one, string[] two)
    {
        var lengths = new int[one.Length + 1, two.Length + 1];
        for (var i = 1; i <= one.Length; i++)
        {
            for (var j = 1; j <= two.Length; j++)
            {
                lengths[i, j] = one[i - 1] == two[j - 1] ? lengths[i - 1, j - 1] + 1 : Math.Max(lengths[i - 1, j], lengths[i, j - 1]);
            }
        }

        return lengths[one.Length, two.Length];
    }
}
