using System.Text.Json;
using Quilt.Api.Http;
using Quilt.Api.Manifests;
using Quilt.Api.Objects;
using Quilt.Api.Objects.Presigning;
using Quilt.Api.Revisions;
using Quilt.Api.Telemetry;

namespace Quilt.Api.Installs;

/// <summary>The answer to an install, streamed: the tree as stored, then an address and a size for each object.</summary>
/// <param name="revision">The revision.</param>
/// <param name="selection">The objects to give addresses for, by index; null for all.</param>
/// <param name="owner">Whose objects.</param>
/// <param name="urls">Makes the addresses.</param>
internal sealed class InstallAnswer(RevisionContent revision, int[]? selection, string owner, ObjectUrls urls) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var hashes = selection is null ? revision.Hashes : Select(selection);
        var json = JsonStream.Start(httpContext);
        json.Write("{\"contents\":"u8);
        await json.WriteLargeAsync(revision.Contents);
        WriteFacts(json);

        json.Write(",\"urls\":"u8);
        using (var batch = urls.For(httpContext.Request, owner, HttpMethod.Get))
        {
            await PresignedUrls.WriteAsync(httpContext.Response.BodyWriter, hashes, batch, httpContext.RequestAborted);
        }

        RegistryMeters.Signed(HttpMethod.Get, hashes.Length / ObjectTable.HashSize);

        json.Write(",\"sizes\":{"u8);
        for (var i = 0; i < hashes.Length / ObjectTable.HashSize; i++)
        {
            json.Write(i == 0 ? [] : ","u8);
            json.WriteHash(hashes.AsSpan(i * ObjectTable.HashSize, ObjectTable.HashSize));
            json.Write(":"u8);
            json.Write(revision.Sizes[selection is null ? i : selection[i]]);
            await json.FlushIfFullAsync();
        }

        json.Write("}}"u8);
        await json.FlushAsync();
    }

    private byte[] Select(int[] indexes)
    {
        var hashes = new byte[indexes.Length * ObjectTable.HashSize];
        for (var i = 0; i < indexes.Length; i++)
        {
            revision.HashOf(indexes[i]).CopyTo(hashes.AsSpan(i * ObjectTable.HashSize));
        }

        return hashes;
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
