using System.Net.Http.Headers;
using Quilt.Tests.OpenApi;
using Quilt.Tests.Postgres;
using Quilt.Tests.Registry;

namespace Quilt.Tests.BadInput;

/// <summary>A registry whose database, sign-in service and object store are all away.</summary>
public sealed class AwayTests
{
    [Fact]
    public async Task Every_call_that_needs_what_is_away_answers_503_with_a_sentence_and_when_to_come_back()
    {
        var (relay, connectionString) = PostgresRelay.Open(await (await PostgresServer.Shared).CreateDatabaseAsync());
        using var held = relay;
        await using var registry = await TestRegistry.StartAsync(connectionString, new Dictionary<string, string?> { ["Quilt:EnableUserEndpoints"] = "true" });
        using var admin = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = registry.Address };
        admin.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "admin:admin");
        relay.Break();
        var away = new List<string>();
        foreach (var operation in RegistryContract.Operations)
        {
            using var request = new HttpRequestMessage(HttpMethod.Parse(operation.Method), HostileCaller.AddressOf(operation));
            if (operation.HasBody)
            {
                request.Content = new StringContent(
                    operation.HasJsonBody ? operation.Example!.Value.GetRawText() : "refresh_token=x",
                    new MediaTypeHeaderValue(operation.HasJsonBody ? "application/json" : "application/x-www-form-urlencoded"));
            }

            using var answer = await admin.SendAsync(request);
            var body = await answer.Content.ReadAsStringAsync();
            Assert.Equal((operation.Name, null), (operation.Name, AnswerCheck.FindProblem(operation, answer, body)));
            if ((int)answer.StatusCode == 503)
            {
                Assert.NotNull(answer.Headers.RetryAfter?.Delta);
                away.Add(operation.Name);
            }
        }

        // What needs nothing goes on; what is refused before anything is looked up is refused.
        Assert.Superset(new HashSet<string>(["GET /api/tag/{owner}/{package}/{tag}", "GET /api/search", "POST /api/token", "GET /api/me", "DELETE /api/package/{owner}/{package}"]), away.ToHashSet());
        Assert.DoesNotContain("GET /healthcheck", away);
        Assert.True(away.Count > 40, string.Join('\n', away));
    }
}
