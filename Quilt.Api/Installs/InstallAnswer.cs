using System.Text.Json;
using Quilt.Api.Http;
using Quilt.Api.Objects;
using Quilt.Api.Revisions;

namespace Quilt.Api.Installs;

/// <summary>The answer to an install, streamed: the tree as stored, then an address and a size for each object.</summary>
/// <param name="revision">The revision.</param>
/// <param name="selection">The objects to give addresses for, by index; null for all.</param>
/// <param name="urls">Writes the addresses.</param>
internal sealed class InstallAnswer(RevisionContent revision, int[]? selection, DownloadUrls urls) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var json = JsonStream.Start(httpContext);
        json.Write("{\"contents\":"u8);
        await json.WriteLargeAsync(revision.Contents);
        WriteFacts(json);

        json.Write(",\"urls\":{"u8);
        var count = selection?.Length ?? revision.ObjectCount;
        for (var i = 0; i < count; i++)
        {
            var hash = revision.HashOf(selection is null ? i : selection[i]);
            json.Write(i == 0 ? [] : ","u8);
            json.WriteHash(hash);
            json.Write(":\""u8);
            urls.Write(hash, json);
            json.Write("\""u8);
            await json.FlushIfFullAsync();
        }

        json.Write("},\"sizes\":{"u8);
        for (var i = 0; i < count; i++)
        {
            var index = selection is null ? i : selection[i];
            json.Write(i == 0 ? [] : ","u8);
            json.WriteHash(revision.HashOf(index));
            json.Write(":"u8);
            json.Write(revision.Sizes[index]);
            await json.FlushIfFullAsync();
        }

        json.Write("}}"u8);
        await json.FlushAsync();
    }

    private void WriteFacts(JsonStream json)
    {
        var facts = new InstallFacts(
            revision.CreatedBy, UnixTime.Of(revision.CreatedAt), revision.UpdatedBy, UnixTime.Of(revision.UpdatedAt));
        var members = JsonSerializer.SerializeToUtf8Bytes(facts, InstallJson.Default.InstallFacts);

        // The facts are members of the answer itself: without their braces they follow the tree.
        json.Write(","u8);
        json.Write(members.AsSpan(1, members.Length - 2));
    }
}
