using System.IO.Pipelines;
using System.Text;
using Microsoft.Extensions.Options;
using Quilt.ObjectStore;
using Quilt.ObjectStore.Payloads;
using Quilt.ObjectStore.Signing;

namespace Quilt.Tests.ObjectStore;

/// <summary>The one kind of body that AWSSDK sends over https only: chunks without signatures, with a checksum behind.</summary>
public sealed class ChunkedPayloadTests
{
    [Theory]
    [InlineData("3\r\nabc\r\n2\r\nde\r\n0\r\nx-amz-checksum-crc32:hYfIWQ==\r\n\r\n", "abcde", "hYfIWQ==")]
    [InlineData("5\r\nabcde\r\n0\r\n\r\n", "abcde", null)]
    public async Task Chunks_and_trailers_are_read(string body, string content, string? trailer)
    {
        var (read, payload) = await ReadAsync(body, content.Length);
        Assert.Null(payload.Failure);
        Assert.Equal(content, read);
        Assert.Equal(trailer, payload.Trailers.GetValueOrDefault("x-amz-checksum-crc32"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("5\r\nabc")]
    [InlineData("5\r\nabcde\r\n")]
    [InlineData("5\r\nabcde\r\n0\r\n")]
    [InlineData("5\r\nabcdeX\r\n0\r\n\r\n")]
    [InlineData("4\r\nabcd\r\n0\r\n\r\n")]
    [InlineData("6\r\nabcdef\r\n0\r\n\r\n")]
    [InlineData("x\r\nabcde\r\n0\r\n\r\n")]
    [InlineData("-5\r\nabcde\r\n0\r\n\r\n")]
    [InlineData("ffffffffffffffff\r\nabcde\r\n0\r\n\r\n")]
    [InlineData("5\r\nabcde\r\n0\r\nno colon\r\n\r\n")]
    public async Task Broken_bodies_are_refused(string body)
    {
        var (_, payload) = await ReadAsync(body, 5);
        Assert.Equal("IncompleteBody", payload.Failure?.Code);
    }

    [Theory]
    [InlineData("crc32", "y/Q5Jg==")]
    [InlineData("crc32c", "4waSgw==")]
    [InlineData("crc64nvme", "rosUhgp5mIg=")]
    [InlineData("sha1", "98O8HYCOBHMq32eZZczDTKeuNEE=")]
    public void Checksums_have_their_published_values(string kind, string expected)
    {
        using var checksum = Checksum.Create("x-amz-checksum-" + kind)!;
        checksum.Append("12345678"u8);
        checksum.Append("9"u8);
        Assert.Equal(expected, checksum.Finish());
    }

    private static async Task<(string Content, Payload Payload)> ReadAsync(string body, long length)
    {
        var signature = new PayloadSignature(PayloadSignature.UnsignedChunksWithTrailer, "20260101T000000Z", new("key", "20260101", "us-east-1"), "");
        var pipe = PipeReader.Create(new MemoryStream(Encoding.ASCII.GetBytes(body)), new StreamPipeReaderOptions(bufferSize: 4, minimumReadSize: 1));
        var payload = new ChunkedPayload(pipe, length, signature, new RequestSigner(Options.Create(new ObjectStoreOptions())));
        var content = new MemoryStream();
        var block = new byte[2];
        int count;
        while ((count = await payload.ReadAsync(block, CancellationToken.None)) > 0)
        {
            content.Write(block, 0, count);
        }

        return (Encoding.ASCII.GetString(content.ToArray()), payload);
    }
}
