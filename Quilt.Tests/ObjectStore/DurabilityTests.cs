using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Extensions.Options;

namespace Quilt.Tests.ObjectStore;

public sealed class DurabilityTests
{
    [Fact]
    public async Task An_upload_that_breaks_off_leaves_nothing()
    {
        await using var server = new ObjectStoreServer();
        await server.InitializeAsync();
        using (var connection = await BeginUploadAsync(server.Url, server.Presign("half", HttpVerb.PUT)))
        {
            await WaitUntilAsync(() => server.Files().Length == 1);
            await Assert.ThrowsAsync<NoSuchKeyException>(() => server.S3.GetObjectAsync(ObjectStoreServer.Bucket, "half"));
        }

        await WaitUntilAsync(() => server.Files().Length == 0);
    }

    [Fact]
    public async Task What_was_acknowledged_survives_a_kill_and_what_was_not_is_gone()
    {
        var folder = Directory.CreateTempSubdirectory("quilt-objects-").FullName;
        try
        {
            var (process, url) = await StartProcessAsync(folder);
            using (process)
            {
                using var s3 = ClientOf(url);
                await s3.PutBucketAsync(ObjectStoreServer.Bucket);
                await s3.PutObjectAsync(new PutObjectRequest { BucketName = ObjectStoreServer.Bucket, Key = "whole", ContentBody = "content" });
                var half = s3.GetPreSignedURL(new GetPreSignedUrlRequest
                {
                    BucketName = ObjectStoreServer.Bucket,
                    Key = "half",
                    Verb = HttpVerb.PUT,
                    Protocol = Protocol.HTTP,
                    Expires = DateTime.UtcNow.AddHours(1),
                });
                using var connection = await BeginUploadAsync(url, half);
                await WaitUntilAsync(() => Directory.GetFiles(Path.Combine(folder, "incoming")).Length == 1);
                process.Kill();
                await process.WaitForExitAsync();
            }

            Assert.Single(Directory.GetFiles(Path.Combine(folder, "incoming")));
            await using var again = new ObjectStoreServer(folder);
            await again.InitializeAsync();
            Assert.Empty(Directory.GetFiles(Path.Combine(folder, "incoming")));
            var listed = await again.S3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = ObjectStoreServer.Bucket });
            Assert.Equal(["whole"], listed.S3Objects.Select(item => item.Key));
            Assert.Equal("content", await again.Http.GetStringAsync(again.Presign("whole")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Uploads_in_parts_that_nobody_went_on_with_are_cleared_away_after_a_week()
    {
        var folder = Directory.CreateTempSubdirectory("quilt-objects-").FullName;
        try
        {
            await using (var server = new ObjectStoreServer(folder))
            {
                await server.InitializeAsync();
                await server.S3.InitiateMultipartUploadAsync(ObjectStoreServer.Bucket, "old");
                await server.S3.InitiateMultipartUploadAsync(ObjectStoreServer.Bucket, "new");
            }

            var old = Directory.GetDirectories(Path.Combine(folder, "multipart"))[0];
            Directory.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-8));
            await using var again = new ObjectStoreServer(folder);
            await again.InitializeAsync();
            Assert.Single(Directory.GetDirectories(Path.Combine(folder, "multipart")));
            Assert.False(Directory.Exists(old));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Two_servers_do_not_share_a_folder()
    {
        await using var first = new ObjectStoreServer();
        await first.InitializeAsync();
        await using var second = new ObjectStoreServer(first.Folder);
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(second.InitializeAsync);
        Assert.Contains("which another object store uses", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Folder", "")]
    [InlineData("AccessKey", "")]
    [InlineData("AccessKey", "a/b")]
    [InlineData("SecretKey", "short")]
    [InlineData("Region", "")]
    [InlineData("MaxDecompressedSize", "0")]
    public async Task A_wrong_setting_stops_the_start_with_its_name(string key, string value)
    {
        await using var server = new ObjectStoreServer(folder: null, time: null, ("Quilt:ObjectStore:" + key, value));
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(server.InitializeAsync);
        Assert.Contains("Quilt:ObjectStore:" + key, failure.Message, StringComparison.Ordinal);
    }

    private static async Task<TcpClient> BeginUploadAsync(string url, string presigned)
    {
        const int announced = 10_000_000;
        var address = new Uri(url);
        var connection = new TcpClient();
        await connection.ConnectAsync(address.Host, address.Port);
        var head = $"PUT {presigned[url.Length..]} HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Length: {announced}\r\n\r\n";
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
        await connection.GetStream().WriteAsync(new byte[announced / 2]);
        return connection;
    }

    private static async Task<(Process Process, string Url)> StartProcessAsync(string folder)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in new[]
        {
            Path.Combine(AppContext.BaseDirectory, "Quilt.ObjectStore.dll"), "--urls=http://127.0.0.1:0", $"--Quilt:ObjectStore:Folder={folder}",
            $"--Quilt:ObjectStore:AccessKey={ObjectStoreServer.AccessKey}", $"--Quilt:ObjectStore:SecretKey={ObjectStoreServer.SecretKey}",
        })
        {
            start.ArgumentList.Add(argument);
        }

        const string marker = "Now listening on: ";
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.IndexOf(marker, StringComparison.Ordinal) is >= 0 and var index)
            {
                return (process, line[(index + marker.Length)..]);
            }
        }

        throw new InvalidOperationException("The object store ended before it listened.");
    }

    private static AmazonS3Client ClientOf(string url) => new(
        new Amazon.Runtime.BasicAWSCredentials(ObjectStoreServer.AccessKey, ObjectStoreServer.SecretKey),
        new AmazonS3Config { ServiceURL = url, ForcePathStyle = true, AuthenticationRegion = "us-east-1" });

    private static async Task WaitUntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!condition())
        {
            await Task.Delay(20, patience.Token);
        }
    }
}
