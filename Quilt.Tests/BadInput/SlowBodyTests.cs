using System.Text.Json;
using Quilt.Tests.Flows;
using Quilt.Tests.OpenApi;

namespace Quilt.Tests.BadInput;

/// <summary>Bodies that do not arrive: a few bytes and then silence, or an end before the end.</summary>
public sealed class SlowBodyTests(HostileCaller caller) : IClassFixture<HostileCaller>
{
    /// <summary>The server gives a body five seconds, and then asks for 240 bytes a second.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);

    private static IEnumerable<Operation> WithBody => RegistryContract.Operations.Where(operation => operation.HasBody);

    [Fact]
    public async Task A_body_that_stops_arriving_is_given_up()
    {
        await Task.WhenAll(WithBody.Select(async operation =>
        {
            var answer = await SendAsync(operation).WaitAsync(Patience);

            Assert.True(answer.StartsWith("HTTP/1.1 408 ", StringComparison.Ordinal), $"{operation}: {answer}");
            var body = answer[answer.IndexOf('{', StringComparison.Ordinal)..(answer.LastIndexOf('}') + 1)];
            Assert.NotEmpty(JsonElement.Parse(body).GetProperty("message").GetString()!);
        }));
    }

    [Fact]
    public async Task A_caller_that_leaves_in_the_middle_of_its_body_harms_nobody()
    {
        foreach (var operation in WithBody)
        {
            using var connection = await RawHttp.OpenAsync(caller.Server.Registry, Head(operation), body: "{\"a\""u8.ToArray());
            connection.Client.Shutdown(System.Net.Sockets.SocketShutdown.Both);
        }

        await caller.GoesOnAsync();
    }

    private async Task<string> SendAsync(Operation operation)
    {
        using var connection = await RawHttp.OpenAsync(caller.Server.Registry, Head(operation), body: "{\"a\""u8.ToArray());
        using var reader = new StreamReader(connection.GetStream());
        return await reader.ReadToEndAsync();
    }

    private string Head(Operation operation) => $"""
        {operation.Method} {HostileCaller.AddressOf(operation)} HTTP/1.1
        Host: {caller.Server.Registry.Authority}
        Authorization: Bearer {caller.Token}
        Content-Type: {(operation.HasJsonBody ? "application/json" : "application/x-www-form-urlencoded")}
        Content-Length: 1000
        Connection: close

        """;
}
