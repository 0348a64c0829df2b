using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using Quilt.ObjectStore.Protocol;
using Quilt.ObjectStore.Signing;

namespace Quilt.ObjectStore.Payloads;

/// <summary>
/// A body in <c>aws-chunked</c> encoding: chunks of <c>LENGTH[;chunk-signature=…]</c>, a line end, the data and a line
/// end; after the empty last one come trailing headers. Each signature covers its data and the signature before.
/// </summary>
internal sealed class ChunkedPayload(PipeReader body, long length, PayloadSignature signature, RequestSigner signer) : Payload
{
    private const int LongestLine = 1024;
    private const int MostTrailers = 16;
    private const string SignatureExtension = "chunk-signature=";
    private static readonly string EmptyHash = Convert.ToHexStringLower(SHA256.HashData([]));
    private readonly Dictionary<string, string> _trailers = new(StringComparer.OrdinalIgnoreCase);
    private readonly IncrementalHash? _hash = signature.HasSignedChunks ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
    private string _previousSignature = signature.Seed;
    private string _chunkSignature = "";
    private long _chunkRemaining;
    private long _read;
    private bool _inChunk;
    private bool _ended;

    public override IReadOnlyDictionary<string, string> Trailers => _trailers;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (!_ended)
        {
            if (_chunkRemaining > 0)
            {
                return await ReadDataAsync(buffer, cancellationToken);
            }

            if (_inChunk && !await EndChunkAsync(cancellationToken))
            {
                return End();
            }

            if (!await BeginChunkAsync(cancellationToken))
            {
                return End();
            }
        }

        return 0;
    }

    private int End()
    {
        _ended = true;
        _hash?.Dispose();
        return 0;
    }

    private async ValueTask<int> ReadDataAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        var result = await body.ReadAsync(cancellationToken);
        if (result.Buffer.IsEmpty && result.IsCompleted)
        {
            Failure = S3Error.IncompleteBody;
            return End();
        }

        var data = result.Buffer.Slice(0, Math.Min(Math.Min(target.Length, _chunkRemaining), result.Buffer.Length));
        data.CopyTo(target.Span);
        var count = (int)data.Length;
        _hash?.AppendData(target.Span[..count]);
        body.AdvanceTo(data.End);
        _chunkRemaining -= count;
        _read += count;
        return count;
    }

    private async ValueTask<bool> BeginChunkAsync(CancellationToken cancellationToken)
    {
        if (await ReadLineAsync(cancellationToken) is not { } line)
        {
            return false;
        }

        var semicolon = line.IndexOf(';', StringComparison.Ordinal);
        var size = semicolon < 0 ? line : line[..semicolon];
        var extension = semicolon < 0 ? "" : line[(semicolon + 1)..].Trim();
        if (!long.TryParse(size, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _chunkRemaining)
            || _chunkRemaining < 0 || _chunkRemaining > length - _read
            || (signature.HasSignedChunks && !extension.StartsWith(SignatureExtension, StringComparison.Ordinal)))
        {
            Failure = S3Error.IncompleteBody;
            return false;
        }

        _chunkSignature = signature.HasSignedChunks ? extension[SignatureExtension.Length..] : "";
        _inChunk = true;
        return _chunkRemaining > 0 || await EndBodyAsync(cancellationToken);
    }

    private async ValueTask<bool> EndChunkAsync(CancellationToken cancellationToken)
    {
        _inChunk = false;
        if (await ReadLineAsync(cancellationToken) is not { } line)
        {
            return false;
        }

        if (line.Length > 0)
        {
            Failure = S3Error.IncompleteBody;
            return false;
        }

        return CheckChunk();
    }

    /// <summary>Reads what follows the empty chunk. There is nothing to go on with, so the answer is always false.</summary>
    private async ValueTask<bool> EndBodyAsync(CancellationToken cancellationToken)
    {
        if (!CheckChunk())
        {
            return false;
        }

        string? trailerSignature = null;
        var signed = new StringBuilder();
        while (await ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Length == 0)
            {
                CheckEnd(signed.ToString(), trailerSignature);
                return false;
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || !signature.HasTrailer || _trailers.Count == MostTrailers)
            {
                Failure = S3Error.IncompleteBody;
                return false;
            }

            var name = line[..colon].Trim().ToLowerInvariant();
            var value = line[(colon + 1)..].Trim();
            if (name == "x-amz-trailer-signature")
            {
                trailerSignature = value;
                continue;
            }

            _trailers[name] = value;
            signed.Append(name).Append(':').Append(value).Append('\n');
        }

        return false;
    }

    private void CheckEnd(string trailers, string? trailerSignature)
    {
        if (_read != length)
        {
            Failure = S3Error.IncompleteBody;
        }
        else if (signature.Mode == PayloadSignature.SignedChunksWithTrailer)
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(trailers)));
            _ = CheckSignature("AWS4-HMAC-SHA256-TRAILER", hash, trailerSignature ?? "");
        }
    }

    private bool CheckChunk() =>
        _hash is null || CheckSignature("AWS4-HMAC-SHA256-PAYLOAD", $"{EmptyHash}\n{Convert.ToHexStringLower(_hash.GetHashAndReset())}", _chunkSignature);

    private bool CheckSignature(string kind, string hashes, string given)
    {
        var expected = signer.Sign(signature.Scope.Day, $"{kind}\n{signature.Timestamp}\n{signature.Scope.Text}\n{_previousSignature}\n{hashes}");
        _previousSignature = given;
        if (RequestSigner.Matches(expected, given))
        {
            return true;
        }

        Failure = new S3Error(403, "SignatureDoesNotMatch", "The signature of a part of the body does not fit it.");
        return false;
    }

    /// <summary>Reads a line without its end, or gives null after setting the failure.</summary>
    private async ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await body.ReadAsync(cancellationToken);
            if (result.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = Encoding.Latin1.GetString(result.Buffer.Slice(0, end));
                body.AdvanceTo(result.Buffer.GetPosition(1, end));
                return line.TrimEnd('\r');
            }

            var tooLong = result.Buffer.Length > LongestLine;
            body.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            if (result.IsCompleted || tooLong)
            {
                Failure = S3Error.IncompleteBody;
                return null;
            }
        }
    }
}
