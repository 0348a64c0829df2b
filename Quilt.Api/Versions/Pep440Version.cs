using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;

namespace Quilt.Api.Versions;

/// <summary>
/// A version as PEP 440 defines it. Two spellings of one version have one <see cref="Normalized"/> form; <c>1.0</c> and
/// <c>1.0.0</c> stay two forms, though neither comes before the other.
/// </summary>
internal sealed partial class Pep440Version : IComparable<Pep440Version>
{
    // Far above any real version; it bounds the work on what somebody sends.
    private const int LongestText = 512;

    private readonly BigInteger _epoch;
    private readonly BigInteger[] _release;
    private readonly (char Letter, BigInteger Number)? _pre;
    private readonly BigInteger? _post;
    private readonly BigInteger? _dev;
    private readonly LocalSegment[] _local;

    private Pep440Version(Match match)
    {
        _epoch = Number(match.Groups["epoch"]) ?? BigInteger.Zero;
        _release = [.. match.Groups["release"].Value.Split('.').Select(Number)];
        _pre = match.Groups["pre"].Success ? (Letter(match.Groups["pre"].ValueSpan), Number(match.Groups["pre_n"]) ?? BigInteger.Zero) : null;
        _post = match.Groups["post"].Success ? Number(match.Groups["post_n"]) ?? BigInteger.Zero : null;
        _dev = match.Groups["dev"].Success ? Number(match.Groups["dev_n"]) ?? BigInteger.Zero : null;
        _local = match.Groups["local"].Success
            ? [.. match.Groups["local"].Value.Split('.', '-', '_').Select(LocalSegment.Of)]
            : [];
        Normalized = Format();
    }

    /// <summary>The one spelling that all spellings of this version share.</summary>
    public string Normalized { get; }

    /// <summary>Reads a version in any spelling that PEP 440 allows, white space around it included.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Pep440Version? version)
    {
        var match = text is { Length: <= LongestText } ? Grammar.Match(text.Trim().ToLowerInvariant()) : Match.Empty;
        version = match.Success ? new(match) : null;
        return match.Success;
    }

    /// <summary>The order of PEP 440: development releases before pre-releases before the release before its post-releases.</summary>
    public int CompareTo(Pep440Version? other)
    {
        if (other is null)
        {
            return 1;
        }

        var order = _epoch.CompareTo(other._epoch);
        order = order != 0 ? order : CompareRelease(_release, other._release);
        order = order != 0 ? order : PreRank.CompareTo(other.PreRank);
        order = order != 0 ? order : Nullable.Compare(_post, other._post);
        order = order != 0 ? order : DevRank.CompareTo(other.DevRank);
        return order != 0 ? order : CompareLocal(_local, other._local);
    }

    public override string ToString() => Normalized;

    // A bare development release comes before the first alpha; what has no pre-release part comes after the last candidate.
    private (char Letter, BigInteger Number) PreRank =>
        _pre ?? (_post is null && _dev is not null ? (char.MinValue, BigInteger.Zero) : (char.MaxValue, BigInteger.Zero));

    private (bool IsNone, BigInteger Number) DevRank => (_dev is null, _dev ?? BigInteger.Zero);

    private static int CompareRelease(BigInteger[] one, BigInteger[] other)
    {
        for (var i = 0; i < Math.Max(one.Length, other.Length); i++)
        {
            var order = one.ElementAtOrDefault(i).CompareTo(other.ElementAtOrDefault(i));
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    private static int CompareLocal(LocalSegment[] one, LocalSegment[] other)
    {
        for (var i = 0; i < Math.Min(one.Length, other.Length); i++)
        {
            var order = one[i].CompareTo(other[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return one.Length.CompareTo(other.Length);
    }

    private string Format()
    {
        var text = new StringBuilder();
        if (!_epoch.IsZero)
        {
            text.Append(CultureInfo.InvariantCulture, $"{_epoch}!");
        }

        text.AppendJoin('.', _release);
        if (_pre is var (letter, number))
        {
            text.Append(letter == 'c' ? "rc" : letter.ToString()).Append(number);
        }

        if (_post is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $".post{_post}");
        }

        if (_dev is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $".dev{_dev}");
        }

        return _local.Length == 0 ? text.ToString() : text.Append('+').AppendJoin('.', _local).ToString();
    }

    // a, b and c (rc) sort as letters; "pre" and "preview" are other words for a candidate.
    private static char Letter(ReadOnlySpan<char> word) => word[0] is 'a' or 'b' ? word[0] : 'c';

    private static BigInteger Number(string digits) => BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    private static BigInteger? Number(Group group) => group.Success ? Number(group.Value) : null;

    [GeneratedRegex(
        """
        ^v?
        (?:(?<epoch>[0-9]+)!)?
        (?<release>[0-9]+(?:\.[0-9]+)*)
        (?:[-_.]?(?<pre>alpha|a|beta|b|preview|pre|c|rc)[-_.]?(?<pre_n>[0-9]+)?)?
        (?<post>-(?<post_n>[0-9]+)|[-_.]?(?:post|rev|r)[-_.]?(?<post_n>[0-9]+)?)?
        (?<dev>[-_.]?dev[-_.]?(?<dev_n>[0-9]+)?)?
        (?:\+(?<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?\z
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Grammar { get; }

    /// <summary>A part of a local version: numbers come after words, and compare as numbers.</summary>
    private readonly record struct LocalSegment(BigInteger? Number, string Word) : IComparable<LocalSegment>
    {
        public static LocalSegment Of(string text) =>
            text.All(char.IsAsciiDigit) ? new(Pep440Version.Number(text), string.Empty) : new(null, text);

        public int CompareTo(LocalSegment other) =>
            Nullable.Compare(Number, other.Number) is var order and not 0 ? order : string.CompareOrdinal(Word, other.Word);

        public override string ToString() => Number?.ToString(CultureInfo.InvariantCulture) ?? Word;
    }
}
