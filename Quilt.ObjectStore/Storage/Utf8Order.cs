namespace Quilt.ObjectStore.Storage;

/// <summary>
/// Orders strings as S3 does: by their UTF-8 bytes. Ordinal order of UTF-16 differs from it only in that surrogates
/// (code points beyond the BMP) come before U+E000–U+FFFF.
/// </summary>
internal sealed class Utf8Order : IComparer<string>
{
    public static readonly Utf8Order Instance = new();

    public int Compare(string? x, string? y) => CompareKeys(x ?? "", y ?? "");

    public static int CompareKeys(ReadOnlySpan<char> x, ReadOnlySpan<char> y)
    {
        var common = x.CommonPrefixLength(y);
        if (common == x.Length || common == y.Length)
        {
            return x.Length.CompareTo(y.Length);
        }

        return Rank(x[common]).CompareTo(Rank(y[common]));
    }

    private static int Rank(char unit) => char.IsSurrogate(unit) ? unit + 0x10000 : unit;
}
