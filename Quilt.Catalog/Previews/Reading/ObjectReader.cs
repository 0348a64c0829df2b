using System.Net;
using System.Net.Http.Headers;

namespace Quilt.Catalog.Previews.Reading;

/// <summary>Reads parts of one object through its presigned address. HEAD is not signed for, so sizes come from what a range answers.</summary>
internal sealed class ObjectReader(HttpClient http, Uri url, string host, ReadBudget budget)
{
    /// <summary>Whether the stored bytes are a gzip of the content, as clients up to 2.8 uploaded them. Known after the first read.</summary>
    public bool IsGzip { get; private set; }

    /// <summary>How many bytes are stored. Known after the first read.</summary>
    public long StoredSize { get; private set; }

    /// <summary>The stored bytes from <paramref name="offset"/> on: as many as there are, <paramref name="length"/> at most.</summary>
    public async Task<byte[]> ReadAsync(long offset, int length, CancellationToken cancellationToken)
    {
        if (length <= 0)
        {
            return [];
        }

        return await ReadAsync(new RangeItemHeaderValue(offset, offset + length - 1), length, cancellationToken);
    }

    /// <summary>The last stored bytes.</summary>
    public Task<byte[]> ReadEndAsync(int length, CancellationToken cancellationToken) =>
        ReadAsync(new RangeItemHeaderValue(null, length), length, cancellationToken);

    /// <summary>A stream of the stored bytes from the start on, <paramref name="length"/> at most; what is not read of it is not sent.</summary>
    public async Task<Stream> OpenAsync(int length, CancellationToken cancellationToken)
    {
        var response = await SendAsync(new RangeItemHeaderValue(0, length - 1), cancellationToken);
        return response is null ? Stream.Null : new CountedStream(await response.Content.ReadAsStreamAsync(cancellationToken), response, length, budget);
    }

    private async Task<byte[]> ReadAsync(RangeItemHeaderValue range, int length, CancellationToken cancellationToken)
    {
        if (length > budget.BytesLeft)
        {
            throw new PreviewRefusedException("Showing this would take more of the file than a preview may read. Download the file to see it.");
        }

        using var response = await SendAsync(range, cancellationToken);
        if (response is null)
        {
            return [];
        }

        // The store's word on the length is not needed: no more than was asked for is taken.
        var buffer = new byte[Math.Min(length, response.Content.Headers.ContentLength ?? length)];
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        budget.CountBytes(read);
        return read == buffer.Length ? buffer : buffer[..read];
    }

    /// <returns>Null when the object is empty.</returns>
    private async Task<HttpResponseMessage?> SendAsync(RangeItemHeaderValue range, CancellationToken cancellationToken)
    {
        budget.CountRequest();
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Host = host;
        request.Headers.Range = new RangeHeaderValue { Ranges = { range } };
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            response.Dispose();
            return null;
        }

        // A store that ignores ranges answers 200 with all of it; from its start on that is as good.
        if (response.StatusCode != HttpStatusCode.PartialContent && !(response.StatusCode == HttpStatusCode.OK && range.From == 0))
        {
            var status = (int)response.StatusCode;
            response.Dispose();
            throw new PreviewRefusedException(status is 403 or 404
                ? "The object store does not have this file's content. Push the package again to bring it back."
                : $"The object store answered {status} for this file's content.");
        }

        IsGzip = response.Content.Headers.ContentEncoding.Contains("gzip");
        StoredSize = response.Content.Headers.ContentRange?.Length ?? response.Content.Headers.ContentLength ?? 0;
        return response;
    }
}
