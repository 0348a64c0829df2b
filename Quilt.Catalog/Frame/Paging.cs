using System.Globalization;

namespace Quilt.Catalog.Frame;

/// <summary>One page of a long list.</summary>
/// <param name="Page">Which, counted from 1.</param>
/// <param name="Size">How many entries a page has.</param>
/// <param name="Total">How many entries there are.</param>
public sealed record Paging(int Page, int Size, int Total)
{
    /// <summary>How many pages there are, at least one.</summary>
    public int Pages => Math.Max(1, (Total + Size - 1) / Size);

    /// <summary>How many entries come before this page.</summary>
    public int Skip => (Page - 1) * Size;

    /// <summary>The page that the address asks for, or the nearest there is.</summary>
    /// <param name="request">The request.</param>
    /// <param name="size">How many entries a page has.</param>
    /// <param name="total">How many entries there are.</param>
    /// <param name="name">What the page is called in the address.</param>
    /// <param name="last">Whether the last page is shown where none is asked for.</param>
    public static Paging Of(HttpRequest request, int size, int total, string name = "page", bool last = false)
    {
        var all = new Paging(1, size, total);
        var asked = int.TryParse(request.Query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : last ? all.Pages : 1;
        return all with { Page = Math.Clamp(asked, 1, all.Pages) };
    }

    /// <summary>The entries of this page.</summary>
    public IEnumerable<T> Of<T>(IEnumerable<T> entries) => entries.Skip(Skip).Take(Size);
}
