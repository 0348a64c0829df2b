using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Quilt.Tests.Telemetry;

/// <summary>Takes telemetry as a collector does: OTLP over HTTP, in protobuf.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<byte[]> _received = new();
    private readonly ConcurrentQueue<ReceivedSpan> _spans = new();
    private readonly ConcurrentQueue<ReceivedPoint> _points = new();
    private readonly ConcurrentDictionary<string, bool> _metrics = new();
    private WebApplication? _app;

    public Uri Address => new(_app!.Urls.Single());

    public IEnumerable<ReceivedSpan> Spans => _spans;

    /// <summary>Every data point of every metric, in the order of arrival.</summary>
    public IEnumerable<ReceivedPoint> Points => _points;

    /// <summary>The names of all metrics.</summary>
    public ICollection<string> Metrics => _metrics.Keys;

    /// <summary>Everything as it came: traces, metrics and logs.</summary>
    public IEnumerable<byte[]> Received => _received;

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/v1/{signal}", ReceiveAsync);
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    private async Task<IResult> ReceiveAsync(string signal, HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        var bytes = body.ToArray();
        _received.Enqueue(bytes);
        switch (signal)
        {
            case "traces":
                foreach (var span in ReceivedSpan.ReadAll(bytes))
                {
                    _spans.Enqueue(span);
                }

                break;
            case "metrics":
                foreach (var name in ReceivedPoint.ReadNames(bytes))
                {
                    _metrics[name] = true;
                }

                foreach (var point in ReceivedPoint.ReadAll(bytes))
                {
                    _points.Enqueue(point);
                }

                break;
        }

        return Results.Bytes([], "application/x-protobuf");
    }
}
