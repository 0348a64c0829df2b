namespace Quilt.Tests.Telemetry;

/// <summary>A span of a trace.</summary>
internal sealed record ReceivedSpan(string Service, string Source, string TraceId, string Id, string ParentId, string Name, IReadOnlyDictionary<string, string> Tags)
{
    /// <summary>The spans of an <c>ExportTraceServiceRequest</c>.</summary>
    public static IEnumerable<ReceivedSpan> ReadAll(byte[] request) =>
        from resource in new ProtobufMessage(request).Messages(1)
        let service = ReadTags(resource.Messages(1).Single(), 1)["service.name"]
        from scope in resource.Messages(2)
        let source = scope.Messages(1).Single().Text(1)
        from span in scope.Messages(2)
        select new ReceivedSpan(service, source, span.Hex(1), span.Hex(2), span.Hex(4), span.Text(5), ReadTags(span, 9));

    /// <summary>Attributes of a message, as text.</summary>
    public static IReadOnlyDictionary<string, string> ReadTags(ProtobufMessage message, int number) =>
        message.Messages(number).ToDictionary(tag => tag.Text(1), tag => TextOf(tag.Messages(2).Single()));

    private static string TextOf(ProtobufMessage value) =>
        value.Has(1) ? value.Text(1) : value.Has(2) ? (value.Number(2) != 0).ToString() : $"{value.Number(3)}";
}
