using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Quilt.ObjectStore.Storage;

/// <summary>
/// Gathers one object in a temporary file, its head in front. The file is made when the first block is full, so a
/// small object is written at one go, and one that is refused never touches the disk. Disposing removes the file
/// unless it got its name.
/// </summary>
internal sealed class ObjectWriter : IDisposable
{
    private const int BufferSize = 256 * 1024;
    private readonly string _path;
    private readonly string _key;
    private readonly IReadOnlyList<StoredHeader> _headers;
    private readonly int _headLength;
    private readonly byte[] _buffer;
    private SafeFileHandle? _handle;
    private long _written;
    private int _buffered;
    private bool _named;

    public ObjectWriter(string temporaryPath, string key, IReadOnlyList<StoredHeader> headers)
    {
        _path = temporaryPath;
        _key = key;
        _headers = headers;
        _headLength = ObjectHeader.Measure(key, headers);
        _buffer = ArrayPool<byte>.Shared.Rent(BufferSize + _headLength);
        _buffered = _headLength;
    }

    public string Key => _key;

    /// <summary>Bytes of content so far.</summary>
    public long Size => _written + _buffered - _headLength;

    /// <summary>Room for more content.</summary>
    public Memory<byte> GetMemory()
    {
        if (_buffered == _buffer.Length)
        {
            Spill();
        }

        return _buffer.AsMemory(_buffered);
    }

    public void Advance(int count) => _buffered += count;

    /// <summary>The content so far, to read it once more.</summary>
    public Stream OpenContent()
    {
        if (_handle is null)
        {
            return new MemoryStream(_buffer, _headLength, _buffered - _headLength, writable: false);
        }

        Spill();
        return new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous)
        {
            Position = _headLength,
        };
    }

    /// <summary>Completes the file and waits until the disk has it. Blocks; for <see cref="DiskThreads"/>.</summary>
    public void Finish(DateTimeOffset lastModified, UInt128 md5, int parts)
    {
        var facts = new ObjectFacts(Size, lastModified, md5, parts);
        if (_handle is null)
        {
            ObjectHeader.Write(_buffer.AsSpan(0, _headLength), facts, _key, _headers);
            Spill();
        }
        else
        {
            Spill();
            var head = new byte[_headLength];
            ObjectHeader.Write(head, facts, _key, _headers);
            RandomAccess.Write(_handle, head, 0);
        }

        RandomAccess.FlushToDisk(_handle!);
        _handle!.Dispose();
    }

    /// <summary>Gives the finished file its name, in one step, in place of any other.</summary>
    /// <exception cref="DirectoryNotFoundException">The folder is not there.</exception>
    public void MoveTo(string path)
    {
        File.Move(_path, path, overwrite: true);
        _named = true;
    }

    public void Dispose()
    {
        _handle?.Dispose();
        if (_handle is not null && !_named)
        {
            File.Delete(_path);
        }

        ArrayPool<byte>.Shared.Return(_buffer);
    }

    private void Spill()
    {
        _handle ??= File.OpenHandle(_path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        RandomAccess.Write(_handle, _buffer.AsSpan(0, _buffered), _written);
        _written += _buffered;
        _buffered = 0;
    }
}
