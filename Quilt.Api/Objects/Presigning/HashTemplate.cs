using System.Text;

namespace Quilt.Api.Objects.Presigning;

/// <summary>ASCII text with a gap for the 64 hex digits of an object's hash, ready to be filled again and again.</summary>
internal sealed class HashTemplate(string before, string after)
{
    public const int GapLength = 64;

    private readonly byte[] _text = Encoding.ASCII.GetBytes(before + new string('0', GapLength) + after);

    /// <summary>The text as last filled.</summary>
    public ReadOnlySpan<byte> Text => _text;

    /// <summary>Puts an object's hash, in hex, into the gap.</summary>
    public void Fill(ReadOnlySpan<byte> hex) => hex.CopyTo(_text.AsSpan(before.Length, GapLength));
}
