using System.Net.Sockets;
using System.Text;

namespace Quilt.Tests.Flows;

/// <summary>Requests written out byte by byte, for what no library would send.</summary>
internal static class RawHttp
{
    /// <summary>Sends the lines of <paramref name="head"/> and <paramref name="more"/>, and gives the whole answer.</summary>
    public static async Task<string> SendAsync(Uri server, string head, string more = "")
    {
        using var connection = await OpenAsync(server, head, more);
        using var reader = new StreamReader(connection.GetStream(), Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }

    /// <summary>Sends a request and leaves before the answer.</summary>
    public static async Task<TcpClient> OpenAsync(Uri server, string head, string more = "", ReadOnlyMemory<byte> body = default)
    {
        var connection = new TcpClient();
        await connection.ConnectAsync(server.Host, server.Port);
        var text = head.ReplaceLineEndings("\r\n") + more + "\r\n";
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text));
        await connection.GetStream().WriteAsync(body);
        return connection;
    }
}
