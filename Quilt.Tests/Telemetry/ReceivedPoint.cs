namespace Quilt.Tests.Telemetry;

/// <summary>A data point of a metric that counts.</summary>
internal sealed record ReceivedPoint(string Service, string Instance, string Metric, long Value, IReadOnlyDictionary<string, string> Tags)
{
    /// <summary>The names of the metrics, of whatever kind, in an <c>ExportMetricsServiceRequest</c>.</summary>
    public static IEnumerable<string> ReadNames(byte[] request) =>
        from resource in new ProtobufMessage(request).Messages(1)
        from scope in resource.Messages(2)
        from metric in scope.Messages(2)
        select metric.Text(1);

    /// <summary>The points of the sums in an <c>ExportMetricsServiceRequest</c>.</summary>
    public static IEnumerable<ReceivedPoint> ReadAll(byte[] request) =>
        from resource in new ProtobufMessage(request).Messages(1)
        let about = ReceivedSpan.ReadTags(resource.Messages(1).Single(), 1)
        from scope in resource.Messages(2)
        from metric in scope.Messages(2)
        from sum in metric.Messages(7)
        from point in sum.Messages(1)
        select new ReceivedPoint(
            about["service.name"], about["service.instance.id"], metric.Text(1), (long)point.Number(6), ReceivedSpan.ReadTags(point, 7));
}
