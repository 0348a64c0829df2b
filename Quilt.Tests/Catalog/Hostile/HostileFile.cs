using System.Text;
using System.Text.Json;

namespace Quilt.Tests.Catalog.Hostile;

/// <summary>A file that a stranger has pushed.</summary>
/// <param name="Node">The name of its node.</param>
/// <param name="FileName">What it was called, as its metadata tells.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="IsGzip">Whether they are stored compressed, as clients up to 2.8 did.</param>
internal sealed record HostileFile(string Node, string FileName, byte[] Content, bool IsGzip = false)
{
    public HostileFile(string node, string fileName, string content)
        : this(node, fileName, Encoding.UTF8.GetBytes(content))
    {
    }

    public JsonElement Metadata => JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["q_path"] = FileName, ["q_ext"] = Path.GetExtension(FileName).TrimStart('.'), ["q_target"] = "file" });
}
