using Quilt.Api.Http;
using Quilt.Api.Manifests;
using Quilt.Api.Objects;

namespace Quilt.Api.Pushes;

/// <summary>The answer to a dry run, streamed: where to look for and where to put each object of the tree.</summary>
internal sealed class DryRunAnswer(ObjectTable objects, UploadUrls urls) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var json = JsonStream.Start(httpContext);
        json.Write("{\"upload_urls\":{"u8);
        for (var i = 0; i < objects.Count; i++)
        {
            json.Write(i == 0 ? [] : ","u8);
            json.WriteHash(objects[i]);
            json.Write(":{\"head\":\""u8);
            urls.WriteHead(objects[i], json);
            json.Write("\",\"put\":\""u8);
            urls.WritePut(objects[i], json);
            json.Write("\"}"u8);
            await json.FlushIfFullAsync();
        }

        json.Write("}}"u8);
        await json.FlushAsync();
    }
}
