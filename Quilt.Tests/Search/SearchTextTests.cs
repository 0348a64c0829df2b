using System.Globalization;
using System.Text;
using Quilt.Api.Search;

namespace Quilt.Tests.Search;

public sealed class SearchTextTests
{
    [Fact]
    public void Names_are_split_into_words_and_parts()
    {
        var text = SearchText.Of("data_team", "landUse_tx2024", [], null);
        Assert.Equal("data team landuse tx2024", text.Name);
        Assert.Equal("data team land use tx 2024", text.Parts);
    }

    [Theory]
    [InlineData("myHTMLPage2", "myhtmlpage2 my html page 2")]
    [InlineData("a.b-c/d", "a b c d")]
    [InlineData("ÜberGröße", "übergröße über größe")]
    [InlineData("हिन्दी", "हिन्दी")]
    [InlineData("\U00010400x\U0001F9F5y", "\U00010428x y")]
    [InlineData("___", "")]
    public void Node_names_are_indexed_whole_and_in_parts(string node, string expected) =>
        Assert.Equal(expected, SearchText.Of("o", "p", [node], null).Nodes);

    [Fact]
    public void Words_of_node_names_count_once() =>
        Assert.Equal("train csv test", SearchText.Of("o", "p", ["train.csv", "test.csv", "TRAIN"], null).Nodes);

    [Fact]
    public void Utf8_names_are_indexed_as_others()
    {
        var builder = new SearchText.Builder("o", "p");
        Assert.True(builder.AddNode("größe_7"u8));
        Assert.Equal(SearchText.Of("o", "p", ["größe_7"], null).Nodes, builder.Build(null).Nodes);
    }

    [Fact]
    public void The_readme_keeps_the_order_and_repetition_of_its_words() =>
        Assert.Equal("the dog s bone the dog", SearchText.Of("o", "p", [], "The dog's *bone* -- the dog.").Readme);

    [Fact]
    public void An_overlong_word_is_cut_between_characters()
    {
        var word = SearchText.Of("o", "p", [], new string('a', 63) + "\U00010400\U00010400").Readme;
        Assert.Equal(new string('a', 63), word);
    }

    [Fact]
    public void Node_names_beyond_the_limit_are_not_even_read()
    {
        var read = 0;
        IEnumerable<string> Names()
        {
            for (; ; read++)
            {
                yield return "file" + read.ToString(CultureInfo.InvariantCulture);
            }
        }

        var nodes = SearchText.Of("o", "p", Names(), null).Nodes;
        Assert.InRange(Encoding.UTF8.GetByteCount(nodes), SearchText.MaxNodeBytes / 2, SearchText.MaxNodeBytes);
        Assert.InRange(read, 1_000, 20_000);
    }
}
