using System.Globalization;
using System.Text;
using QRCoder;

namespace Quilt.Auth.TwoFactor;

/// <summary>A QR code as the outline of an SVG path: no style and no script, so that the pages' security policy allows it.</summary>
/// <param name="Size">The length of a side, in modules, with the quiet zone.</param>
/// <param name="Path">The dark modules.</param>
internal sealed record QrImage(int Size, string Path)
{
    public static QrImage Of(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var rows = data.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows.Count; x++)
            {
                if (!rows[y][x])
                {
                    continue;
                }

                var start = x;
                while (x < rows.Count && rows[y][x])
                {
                    x++;
                }

                path.Append(CultureInfo.InvariantCulture, $"M{start} {y}h{x - start}v1h-{x - start}z");
            }
        }

        return new(rows.Count, path.ToString());
    }
}
