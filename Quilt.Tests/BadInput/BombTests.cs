using System.Globalization;
using System.IO.Compression;
using Quilt.Tests.Flows;
using Quilt.Tests.OpenApi;

namespace Quilt.Tests.BadInput;

/// <summary>Bodies that are small to send and large to hold, or merely large: refused, in bounded memory, by every operation that takes a body.</summary>
public sealed class BombTests(HostileCaller caller) : IClassFixture<HostileCaller>
{
    private const int MiB = 1024 * 1024;

    /// <summary>A gigabyte of zeros, and 50 MiB of opening brackets: about one MiB and less.</summary>
    private static readonly Lazy<byte[]> Zeros = new(() => Compress(0, 1024));
    private static readonly Lazy<byte[]> Brackets = new(() => Compress((byte)'[', 50));

    private static IEnumerable<Operation> WithBody => RegistryContract.Operations.Where(operation => operation.HasBody);

    [Fact]
    public async Task No_bomb_costs_the_registry_much_memory_and_it_goes_on()
    {
        var before = ReadMemory("VmHWM");
        foreach (var operation in WithBody)
        {
            await RefusesAsync(operation, "a gigabyte in one MiB", new ByteArrayContent(Zeros.Value), "gzip");
            await RefusesAsync(operation, "50 MiB of brackets, gzip'ed", new ByteArrayContent(Brackets.Value), "gzip");
            await RefusesAsync(operation, "50 MiB of brackets", new BracketContent(50 * MiB), encoding: null);
        }

        await caller.GoesOnAsync();

        // A push may take 100 MiB of body by design, twice that for a moment while it is read; other tests push meanwhile.
        var after = ReadMemory("VmHWM");
        Assert.True(after - before < 700L * MiB, $"The registry's memory rose from {before / MiB} to {after / MiB} MiB.");
    }

    [Fact]
    public async Task What_does_not_decompress_or_says_so_wrongly_is_refused()
    {
        foreach (var operation in WithBody)
        {
            var good = HostileCaller.Utf8(operation.HasJsonBody ? operation.Example!.Value.GetRawText() : "refresh_token=x");
            var packed = PythonClient.Gzip(good);
            await RefusesAsync(operation, "cut gzip", new ByteArrayContent(packed[..(packed.Length / 2)]), "gzip");
            await RefusesAsync(operation, "a gzip header alone", new ByteArrayContent(packed[..10]), "gzip");
            await RefusesAsync(operation, "gzip with a wrong byte", new ByteArrayContent([.. packed[..^6], (byte)(packed[^6] ^ 0xFF), .. packed[^5..]]), "gzip");
            await RefusesAsync(operation, "plain text as gzip", new ByteArrayContent(good), "gzip");
            foreach (var encoding in (string[])["br", "deflate", "zstd", "compress", "gzip, gzip", "gzip,br", "wrong"])
            {
                await RefusesAsync(operation, encoding, new ByteArrayContent(good), encoding);
            }
        }
    }

    private async Task RefusesAsync(Operation operation, string what, HttpContent content, string? encoding)
    {
        var type = operation.HasJsonBody ? "application/json" : "application/x-www-form-urlencoded";
        using var answer = await caller.SendAsync(operation.Method, HostileCaller.AddressOf(operation), content, encoding, type);
        Assert.Equal((operation.Name, what, null), (operation.Name, what, await HostileCaller.FindProblemAsync(answer, 400, 401, 413, 415)));
    }

    private long ReadMemory(string what)
    {
        var line = File.ReadLines($"/proc/{caller.Server.ProcessId}/status").Single(line => line.StartsWith(what + ":", StringComparison.Ordinal));
        return long.Parse(line.Split(':', 'k')[1], CultureInfo.InvariantCulture) * 1024;
    }

    /// <summary>Mebibytes of one byte, gzip'ed without ever being held.</summary>
    private static byte[] Compress(byte value, int mebibytes)
    {
        var block = new byte[MiB];
        Array.Fill(block, value);
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            for (var i = 0; i < mebibytes; i++)
            {
                gzip.Write(block);
            }
        }

        return packed.ToArray();
    }

    /// <summary>Opening brackets, sent as they are made.</summary>
    private sealed class BracketContent(long length) : HttpContent
    {
        private static readonly byte[] Block = [.. Enumerable.Repeat((byte)'[', 64 * 1024)];

        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            for (var sent = 0L; sent < length; sent += Block.Length)
            {
                await stream.WriteAsync(Block);
            }
        }

        protected override bool TryComputeLength(out long length1)
        {
            length1 = length;
            return true;
        }
    }
}
