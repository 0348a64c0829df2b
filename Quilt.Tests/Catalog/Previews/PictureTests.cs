using System.Buffers.Binary;
using System.Text;
using Quilt.Catalog.Previews;
using Quilt.Catalog.Previews.Images;

namespace Quilt.Tests.Catalog.Previews;

public sealed class PictureTests(PreviewBench bench) : IClassFixture<PreviewBench>
{
    public static TheoryData<string, byte[], string> Pictures => new()
    {
        { "PNG", Picture.Png(640, 480), "image/png" },
        { "GIF", [.. "GIF89a"u8, 0x80, 0x02, 0xE0, 0x01, 0, 0, 0], "image/gif" },
        { "JPEG", [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xC4, 0, 3, 9, 0xFF, 0xC2, 0, 17, 8, 0x01, 0xE0, 0x02, 0x80, 3, 0, 0, 0], "image/jpeg" },
        { "BMP", [.. "BM"u8, 1, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 0x80, 0x02, 0, 0, 0x20, 0xFE, 0xFF, 0xFF, 1, 0], "image/bmp" },
        { "WebP", [.. "RIFF"u8, 0, 0, 0, 0, .. "WEBPVP8X"u8, 10, 0, 0, 0, 0, 0, 0, 0, 0x7F, 0x02, 0, 0xDF, 0x01, 0], "image/webp" },
        { "WebP", [.. "RIFF"u8, 0, 0, 0, 0, .. "WEBPVP8L"u8, 10, 0, 0, 0, 0x2F, 0x7F, 0xC2, 0x77, 0, 0, 0, 0, 0, 0], "image/webp" },
        { "WebP", [.. "RIFF"u8, 0, 0, 0, 0, .. "WEBPVP8 "u8, 10, 0, 0, 0, 0, 0, 0, 0x9D, 1, 0x2A, 0x80, 0x02, 0xE0, 0x01], "image/webp" },
    };

    [Theory]
    [MemberData(nameof(Pictures))]
    public void The_size_of_a_picture_is_known_by_its_first_bytes(string format, byte[] bytes, string contentType) =>
        Assert.Equal(new ImageHeader(format, contentType, 640, 480), ImageHeader.Read(bytes));

    [Theory]
    [MemberData(nameof(Pictures))]
    public void A_picture_that_ends_anywhere_has_no_size_and_does_no_harm(string format, byte[] bytes, string contentType) =>
        Assert.All(Enumerable.Range(0, bytes.Length - 1), length => Assert.True(ImageHeader.Read(bytes.AsSpan(0, length)) is null or { Width: 640 }, $"{format} {contentType} {length}"));

    [Fact]
    public async Task A_picture_is_loaded_from_the_store_with_its_own_type()
    {
        var file = await bench.PutAsync(Picture.Png(3, 2));

        var image = Assert.IsType<ImagePreview>(await bench.ShowAsync(new PreviewSource("a.png", [file], "/x", ImageUrl: type => $"{file.Url}&type={type}")));

        Assert.Equal((file.Url + "&type=image/png", "PNG", 3, 2), (image.Url, image.Format, image.Width, image.Height));
        Assert.True(image.BytesRead < 100_000);
    }

    [Fact]
    public async Task A_picture_of_too_many_pixels_or_bytes_is_not_given_to_the_browser()
    {
        var pixels = await bench.ShowAsync("bomb.png", Picture.Png(50_000, 50_000));
        var bytes = await bench.ShowAsync("big.png", Picture.Png(10, 10), change: options => options.MaxImageBytes = 20);

        Assert.Equal("The PNG picture has 50,000 × 50,000 pixels, too many to show. Download it to see it.", Assert.IsType<NoPreview>(pixels).Reason);
        Assert.Contains("is larger than 20 bytes", Assert.IsType<NoPreview>(bytes).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_whose_size_is_not_to_be_found_is_not_shown()
    {
        var png = Picture.Png(10, 10);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), -1);

        Assert.IsType<NoPreview>(await bench.ShowAsync("a.png", png));
        Assert.IsType<NoPreview>(await bench.ShowAsync("a.jpg", [0xFF, 0xD8, 0xFF, .. new byte[100]]));
    }

    [Fact]
    public async Task A_picture_by_its_name_only_is_text() =>
        Assert.IsType<TextPreview>(await bench.ShowAsync("a.png", Encoding.UTF8.GetBytes("<script>alert(1)</script>")));
}
