using System.Buffers;
using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Quilt.ObjectStore.Protocol;

/// <summary>Writes answers and reads requests in S3's XML.</summary>
internal static class S3Xml
{
    private const int LargestRequest = 4 * 1024 * 1024;
    private const string Namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

    // Keys may hold control characters; they are written as character references, as S3 does.
    private static readonly XmlWriterSettings WriterSettings = new() { Encoding = new UTF8Encoding(false), CheckCharacters = false };

    private static readonly XmlReaderSettings ReaderSettings = new()
    {
        Async = true,
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = LargestRequest,
    };

    /// <summary>Answers 200 with a document.</summary>
    public static Task WriteAsync(HttpContext context, string root, Action<XmlWriter> content) =>
        WriteAsync(context, StatusCodes.Status200OK, root, Namespace, content);

    /// <summary>Answers with an error. Its resource is the path alone: a query may hold a signature.</summary>
    public static Task WriteErrorAsync(HttpContext context, S3Error error, string? resource)
    {
        context.Response.StatusCode = error.Status;
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return Task.CompletedTask;
        }

        return WriteAsync(context, error.Status, "Error", null, xml =>
        {
            xml.Element("Code", error.Code);
            xml.Element("Message", error.Message);
            xml.Element("Resource", resource ?? "");
            xml.Element("RequestId", context.TraceIdentifier);
        });
    }

    public static void Element(this XmlWriter xml, string name, string value)
    {
        xml.WriteStartElement(name);
        xml.WriteString(value);
        xml.WriteEndElement();
    }

    public static void Element(this XmlWriter xml, string name, long value) => xml.Element(name, value.ToString(CultureInfo.InvariantCulture));

    public static void Element(this XmlWriter xml, string name, bool value) => xml.Element(name, value ? "true" : "false");

    public static void Element(this XmlWriter xml, string name, DateTimeOffset value) =>
        xml.Element(name, value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'.000Z'", CultureInfo.InvariantCulture));

    /// <summary>The one owner that this store knows.</summary>
    public static void Owner(this XmlWriter xml)
    {
        xml.WriteStartElement("Owner");
        xml.Element("ID", "quilt");
        xml.Element("DisplayName", "quilt");
        xml.WriteEndElement();
    }

    /// <summary>Reads a request's document, or gives null when it is not XML or too large. Element names are without namespaces.</summary>
    public static async Task<XElement?> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        try
        {
            using var reader = XmlReader.Create(body, ReaderSettings);
            return await XElement.LoadAsync(reader, LoadOptions.None, cancellationToken);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>The child elements of a name, whatever the namespace: clients differ.</summary>
    public static IEnumerable<XElement> Children(this XElement parent, string name) => parent.Elements().Where(child => child.Name.LocalName == name);

    private static async Task WriteAsync(HttpContext context, int status, string root, string? space, Action<XmlWriter> content)
    {
        using var stream = new MemoryStream();
        using (var xml = XmlWriter.Create(stream, WriterSettings))
        {
            xml.WriteStartElement(root, space);
            content(xml);
            xml.WriteEndElement();
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = "application/xml";
        context.Response.ContentLength = stream.Length;
        context.Response.BodyWriter.Write(stream.GetBuffer().AsSpan(0, (int)stream.Length));
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
