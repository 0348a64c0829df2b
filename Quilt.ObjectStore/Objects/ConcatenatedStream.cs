namespace Quilt.ObjectStore.Objects;

/// <summary>Reads one stream, then another.</summary>
internal sealed class ConcatenatedStream(Stream first, Stream second) : Stream
{
    private bool _inSecond;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await (_inSecond ? second : first).ReadAsync(buffer, cancellationToken);
        if (count > 0 || buffer.IsEmpty || _inSecond)
        {
            return count;
        }

        _inSecond = true;
        return await second.ReadAsync(buffer, cancellationToken);
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = (_inSecond ? second : first).Read(buffer, offset, count);
        if (read > 0 || count == 0 || _inSecond)
        {
            return read;
        }

        _inSecond = true;
        return second.Read(buffer, offset, count);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
        // Nothing is ever written.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        first.Dispose();
        second.Dispose();
        base.Dispose(disposing);
    }
}
