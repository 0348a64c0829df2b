using System.Net;
using System.Xml.Linq;
using Quilt.Catalog.Activity;
using Quilt.Client;
using Quilt.Tests.Flows;

namespace Quilt.Tests.Catalog.Browser;

/// <summary>Feeds of activity.</summary>
[Collection(CatalogScene.Collection)]
public sealed class FeedTests(CatalogScene scene)
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    [Fact]
    public async Task The_feed_of_a_public_package_is_Atom_and_may_be_kept()
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(scene.Browser.At($"/package/{scene.Owner.Name}/{scene.Public}/activity.atom"));
        var feed = XDocument.Parse(await answer.Content.ReadAsStringAsync()).Root!;
        var titles = feed.Elements(Atom + "entry").Select(entry => entry.Element(Atom + "title")!.Value).ToList();

        Assert.Equal("application/atom+xml", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("public, max-age=60", answer.Headers.CacheControl?.ToString());
        Assert.Equal(Atom + "feed", feed.Name);
        Assert.Contains(titles, title => title.EndsWith($"{scene.Owner.Name} pushed {scene.Revisions[1][..8]}", StringComparison.Ordinal));
        Assert.Contains(titles, title => title.EndsWith("named version 1.0.0", StringComparison.Ordinal));
        Assert.Contains(feed.Elements(Atom + "entry"), entry => entry.Element(Atom + "content")?.Value.Contains("nights", StringComparison.Ordinal) == true);
        Assert.All(feed.Elements(Atom + "entry"), entry => Assert.NotNull(entry.Element(Atom + "updated")));
        Assert.Equal(titles.Count, feed.Elements(Atom + "entry").Select(entry => entry.Element(Atom + "id")!.Value).Distinct().Count());
    }

    [BrowserFact]
    public async Task The_feed_of_a_private_package_needs_the_session_and_is_not_kept()
    {
        var address = scene.Browser.At($"/package/{scene.Owner.Name}/{scene.Private}/activity.atom");
        var ofOwner = scene.Browser.At($"/user/{scene.Owner.Name}/activity.atom");
        using var http = new HttpClient();

        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(address)).StatusCode);
        Assert.DoesNotContain(scene.Private, await http.GetStringAsync(ofOwner), StringComparison.Ordinal);
        var member = (await scene.Browser.VisitorAsync(scene.Member)).Plain.APIRequest;
        var theirs = await member.GetAsync(address.AbsoluteUri);
        Assert.Equal(200, theirs.Status);
        Assert.Equal("no-store", theirs.Headers["cache-control"]);
        Assert.Contains(scene.Private, await (await member.GetAsync(ofOwner.AbsoluteUri)).TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_XML_cannot_hold_is_left_out()
    {
        var item = new ActivityItem("comment", DateTimeOffset.UnixEpoch, "ada", "ada", "data", null, null, "a\u0001b\uFFFE <c> & \U0001F600", "11111111222243338444555555555555");

        var feed = XDocument.Parse(new AtomFeed("https://catalog.example", "/package/ada/data/activity", "ada/data").Write([item])).Root!;

        var entry = feed.Element(Atom + "entry")!;
        Assert.Equal("ab <c> & \U0001F600", entry.Element(Atom + "content")!.Value);
        Assert.Equal("https://catalog.example/package/ada/data/comments#comment-11111111222243338444555555555555", entry.Element(Atom + "link")!.Attribute("href")!.Value);
    }
}
