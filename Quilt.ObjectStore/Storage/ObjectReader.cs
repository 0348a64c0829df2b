using System.Buffers;
using System.IO.Pipelines;
using Microsoft.Win32.SafeHandles;

namespace Quilt.ObjectStore.Storage;

/// <summary>
/// One object opened for reading. It stays whole and unchanged while open, even when another takes its name: the
/// open file outlives its name. The first read brings the head and, for small objects, the content as well.
/// </summary>
internal sealed class ObjectReader : IDisposable
{
    private const int FirstRead = 8 * 1024;
    private const int BlockSize = 128 * 1024;
    private readonly SafeFileHandle _handle;
    private readonly byte[] _start;
    private readonly int _startLength;
    private readonly int _headLength;

    private ObjectReader(SafeFileHandle handle)
    {
        _handle = handle;
        _start = ArrayPool<byte>.Shared.Rent(FirstRead);
        try
        {
            _startLength = RandomAccess.Read(handle, _start, 0);
            _ = ObjectHeader.ReadFacts(_start.AsSpan(0, _startLength), out _headLength);
            if (_headLength > _startLength)
            {
                ArrayPool<byte>.Shared.Return(_start);
                _start = ArrayPool<byte>.Shared.Rent(_headLength);
                _startLength = RandomAccess.Read(handle, _start, 0);
            }

            Info = ObjectHeader.Read(_start.AsSpan(0, _startLength));
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(_start);
            throw;
        }
    }

    public ObjectInfo Info { get; }

    /// <summary>Opens the object in the file, or gives null when there is none.</summary>
    public static ObjectReader? TryOpen(string path)
    {
        // Uploads ask for many objects that are not there; asking first is far cheaper than the exception.
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            try
            {
                return new ObjectReader(handle);
            }
            catch
            {
                handle.Dispose();
                throw;
            }
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Writes a part of the content to <paramref name="target"/>.</summary>
    public async Task CopyToAsync(PipeWriter target, long from, long length, CancellationToken cancellationToken)
    {
        var position = _headLength + from;
        if (position + length <= _startLength)
        {
            await target.WriteAsync(_start.AsMemory((int)position, (int)length), cancellationToken);
            return;
        }

        while (length > 0)
        {
            var block = target.GetMemory(BlockSize);
            var count = await ReadAsync(block[..(int)Math.Min(block.Length, length)], position, cancellationToken);
            target.Advance(count);
            position += count;
            length -= count;
            var flushed = await target.FlushAsync(cancellationToken);
            if (flushed.IsCompleted)
            {
                return;
            }
        }
    }

    /// <summary>Reads the content from <paramref name="offset"/> on; zero at its end.</summary>
    public ValueTask<int> ReadContentAsync(Memory<byte> buffer, long offset, CancellationToken cancellationToken) =>
        offset >= Info.Facts.Size ? ValueTask.FromResult(0) : ReadAsync(buffer, _headLength + offset, cancellationToken);

    public void Dispose()
    {
        _handle.Dispose();
        ArrayPool<byte>.Shared.Return(_start);
    }

    private async ValueTask<int> ReadAsync(Memory<byte> buffer, long position, CancellationToken cancellationToken)
    {
        var count = await RandomAccess.ReadAsync(_handle, buffer, position, cancellationToken);
        return count > 0 ? count : throw new EndOfStreamException("An object's file is shorter than its head says.");
    }
}
