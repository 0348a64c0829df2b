using System.Globalization;
using System.Text;
using System.Xml;
using Quilt.Client;

namespace Quilt.Catalog.Activity;

/// <summary>An Atom feed (RFC 4287) of activity. Its addresses outlive the request, so that they are the configured ones.</summary>
/// <param name="site">The catalog's lasting address.</param>
/// <param name="page">The page that it is the feed of.</param>
/// <param name="title">What it is about.</param>
internal sealed class AtomFeed(string site, string page, string title)
{
    private const string Atom = "http://www.w3.org/2005/Atom";

    public string Write(IReadOnlyList<ActivityItem> items)
    {
        using var text = new Utf8Text();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true }))
        {
            xml.WriteStartElement("feed", Atom);
            xml.WriteElementString("title", Atom, $"{title} · Quilt");
            xml.WriteElementString("id", Atom, site + page);
            WriteLink(xml, "self", site + page + ".atom");
            WriteLink(xml, "alternate", site + page);
            xml.WriteElementString("updated", Atom, Time(items is [var newest, ..] ? newest.Created : DateTimeOffset.UnixEpoch));
            foreach (var item in items)
            {
                WriteEntry(xml, item);
            }

            xml.WriteEndElement();
        }

        return text.ToString();
    }

    private void WriteEntry(XmlWriter xml, ActivityItem item)
    {
        var package = $"{item.Owner}/{item.Package}";
        var address = $"{site}/package/{package}";
        var (what, link) = item.Kind switch
        {
            "push" => ($"pushed {item.Hash?[..8]}", $"{address}?hash={item.Hash}"),
            "tag" => ($"set the tag {item.Label}", $"{address}?tag={Uri.EscapeDataString(item.Label ?? "")}"),
            "version" => ($"named version {item.Label}", $"{address}?version={Uri.EscapeDataString(item.Label ?? "")}"),
            _ => ("commented", $"{address}/comments#comment-{item.CommentId}"),
        };
        xml.WriteStartElement("entry", Atom);
        xml.WriteElementString("title", Atom, Clean($"{package}: {item.Author} {what}"));

        // The same revision may be pushed, and a tag set, more than once: the time tells them apart.
        xml.WriteElementString("id", Atom, item.CommentId is { } comment ? $"urn:uuid:{Guid.Parse(comment)}" : Clean($"{link}#{item.Kind}-{item.Created.ToUnixTimeMilliseconds()}"));
        WriteLink(xml, "alternate", link);
        xml.WriteElementString("updated", Atom, Time(item.Created));
        xml.WriteStartElement("author", Atom);
        xml.WriteElementString("name", Atom, item.Author);
        xml.WriteEndElement();
        if (item.Comment is { } text)
        {
            xml.WriteElementString("content", Atom, Clean(text));
        }

        xml.WriteEndElement();
    }

    private static void WriteLink(XmlWriter xml, string relation, string address)
    {
        xml.WriteStartElement("link", Atom);
        xml.WriteAttributeString("rel", relation);
        xml.WriteAttributeString("href", address);
        xml.WriteEndElement();
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>XML has no way to write most control characters, and comments may hold any.</summary>
    private static string Clean(string text) =>
        string.Concat(text.EnumerateRunes().Where(rune => rune.Value is '\t' or '\n' or '\r' or >= ' ' and not (0xFFFE or 0xFFFF)).Select(rune => rune.ToString()));

    /// <summary>Has the declaration say what the answer is encoded in.</summary>
    private sealed class Utf8Text() : StringWriter(CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding => Encoding.UTF8;
    }
}
