using System.Text.Json;
using Quilt.Catalog.Previews;

namespace Quilt.Tests.Catalog.Previews;

public sealed class NotebookTests(PreviewBench bench) : IClassFixture<PreviewBench>
{
    [Fact]
    public async Task Texts_code_and_outputs_are_shown_in_order()
    {
        var notebook = await ShowAsync(
            new { cell_type = "markdown", source = new[] { "# Title\n", "and *more*" } },
            Code("df.head()", new { output_type = "stream", name = "stdout", text = new[] { "one\n", "two\n" } }),
            Code("1/0", new { output_type = "error", ename = "ZeroDivisionError", evalue = "x", traceback = new[] { "\u001b[0;31mZeroDivisionError\u001b[0m", "line 1" } }),
            Code("plot()", Data(("image/png", Convert.ToBase64String(Picture.Png(4, 4))), ("text/plain", "<Figure>"))),
            Code("table()", Data(("text/html", "<table><tr><th>a</th></tr><tr><td>1</td></tr></table>"), ("text/plain", "a\n1"))));

        Assert.Contains("<h1 id=\"cell-1-title\">Title</h1>", notebook.Cells[0].Html, StringComparison.Ordinal);
        Assert.Equal(("df.head()", 7), (notebook.Cells[1].Code, notebook.Cells[1].Count));
        Assert.Equal("one\ntwo\n", notebook.Cells[1].Outputs[0].Text);
        Assert.Equal(("ZeroDivisionError\nline 1", true), (notebook.Cells[2].Outputs[0].Text, notebook.Cells[2].Outputs[0].IsError));
        Assert.StartsWith("data:image/png;base64,", notebook.Cells[3].Outputs[0].Image, StringComparison.Ordinal);
        Assert.Contains("<td>1</td>", notebook.Cells[4].Outputs[0].Html, StringComparison.Ordinal);
        Assert.Equal("Python 3", notebook.Language);
    }

    [Theory]
    [InlineData("text/html", "<script>alert(1)</script>")]
    [InlineData("text/html", "<img src=x onerror=alert(1)><style>*{display:none}</style>")]
    [InlineData("text/html", "<iframe srcdoc='<script>alert(1)</script>'></iframe>")]
    [InlineData("text/html", "<form action=https://evil.example><input name=password type=password></form>")]
    [InlineData("application/javascript", "alert(1)")]
    [InlineData("image/svg+xml", "<svg onload=alert(1)>")]
    [InlineData("image/png", "javascript:alert(1)")]
    [InlineData("image/png", "iVBORw0KGgo\" onerror=\"alert(1)")]
    [InlineData("application/vnd.jupyter.widget-view+json", "{}")]
    [InlineData("text/markdown", "<script>alert(1)</script>[x](javascript:alert(1))")]
    public async Task Nothing_of_an_output_runs(string type, string content)
    {
        var output = Assert.Single((await ShowAsync(Code("x", Data((type, content))))).Cells[0].Outputs);

        Assert.Null(output.Image);
        Assert.DoesNotContain("<script", output.Html ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain("href", output.Html ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain("onerror", output.Html ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain("<input", output.Html ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain("style", output.Html ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pictures_of_too_many_pixels_and_too_many_outputs_are_left_out()
    {
        var notebook = await ShowAsync(
            Code("a", Data(("image/png", Convert.ToBase64String(Picture.Png(50_000, 1000))))),
            Code("b", [.. Enumerable.Range(0, 100).Select(number => new { output_type = "stream", name = "stdout", text = $"{number}" })]));

        Assert.Equal("A picture is too large to be shown.", notebook.Cells[0].Outputs[0].Note);
        Assert.Equal("70 more outputs are left out.", notebook.Cells[1].Outputs[^1].Note);
    }

    [Fact]
    public async Task A_long_notebook_and_long_outputs_are_cut()
    {
        var notebook = await ShowAsync([Code("a", new { output_type = "stream", name = "stdout", text = new string('x', 100_000) }), .. Enumerable.Range(0, 500).Select(number => Code($"{number}"))]);

        Assert.Equal(200, notebook.Cells.Count);
        Assert.Contains("200 of 501 cells are shown.", notebook.Notes);
        Assert.InRange(notebook.Cells[0].Outputs[0].Text!.Length, 20_000, 20_010);
    }

    [Theory]
    [InlineData("{\"cells\": 5}")]
    [InlineData("{\"cells\": [5, null, {}], \"metadata\": [], \"worksheets\": 3")]
    [InlineData("[1]")]
    [InlineData("{\"cells\": [{\"cell_type\": \"code\", \"source\": \"\\ud800\"}]}")]
    public async Task What_is_no_notebook_is_shown_as_text(string content) =>
        Assert.IsType<TextPreview>(await bench.ShowAsync("a.ipynb", content));

    [Fact]
    public async Task Cells_that_are_no_cells_do_no_harm()
    {
        var preview = await bench.ShowAsync("a.ipynb", "{\"cells\": [5, null, [], {\"cell_type\": 3, \"source\": {}, \"outputs\": [1, {\"data\": 4}]}, {\"cell_type\": \"code\", \"outputs\": [1, {\"data\": {\"image/png\": 4}}]}]}");

        Assert.Equal(5, Assert.IsType<NotebookPreview>(preview).Cells.Count);
    }

    private static object Code(string source, params object[] outputs) => new { cell_type = "code", execution_count = 7, source, outputs };

    private static object Data(params (string Type, string Content)[] forms) => new { output_type = "display_data", data = forms.ToDictionary(form => form.Type, form => form.Content) };

    private async Task<NotebookPreview> ShowAsync(params object[] cells) =>
        Assert.IsType<NotebookPreview>(await bench.ShowAsync("a.ipynb", JsonSerializer.Serialize(new { cells, metadata = new { kernelspec = new { display_name = "Python 3" } }, nbformat = 4 })));
}
