namespace Quilt.Catalog.Previews.Reading;

/// <summary>What one preview may still ask of the store, over all of its objects.</summary>
internal sealed class ReadBudget(PreviewOptions options)
{
    /// <summary>Bytes read so far.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Requests sent so far.</summary>
    public int Requests { get; private set; }

    /// <summary>Bytes that may still be read.</summary>
    public long BytesLeft => options.MaxBytes - BytesRead;

    /// <summary>Whether another request of <paramref name="length"/> bytes may be sent.</summary>
    public bool Allows(long length) => Requests < options.MaxRequests && length <= BytesLeft;

    public void CountRequest()
    {
        if (Requests >= options.MaxRequests)
        {
            throw new PreviewRefusedException($"Showing this would take more than {options.MaxRequests} requests to the object store. Download the file to see it.");
        }

        Requests++;
    }

    public void CountBytes(int bytes) => BytesRead += bytes;
}
