using System.Buffers.Text;
using System.Text;

namespace Quilt.ObjectStore.Buckets;

/// <summary>Where a page of a listing ended: at a key, or at the common prefix of keys that are to be passed over.</summary>
internal readonly record struct ContinuationToken(string Last, bool IsPrefix)
{
    public override string ToString() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes((IsPrefix ? "p" : "k") + Last));

    public static ContinuationToken? Parse(string text)
    {
        if (!Base64Url.IsValid(text, out _))
        {
            return null;
        }

        return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)) switch
        {
            ['k', .. var key] => new(key, false),
            ['p', .. var prefix] => new(prefix, true),
            _ => null,
        };
    }
}
