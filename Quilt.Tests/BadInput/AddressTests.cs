using System.Net;
using Quilt.Tests.OpenApi;

namespace Quilt.Tests.BadInput;

/// <summary>Addresses that are no good, for every operation and each of its parameters.</summary>
public sealed class AddressTests(HostileCaller caller) : IClassFixture<HostileCaller>
{
    /// <summary>What no part of a path may hold.</summary>
    private static readonly string[] Refused =
        ["%ED%A0%80", "a%ED%B0%80", "%C3%28", "%FF", "a%2Fb", "%2f", "%2e%2e", "..", ".", "%2E", ".%2e"];

    /// <summary>What the server refuses before it looks for a route. It has no body for that.</summary>
    private static readonly string[] RefusedByTheServer = ["%00", "a%00b"];

    /// <summary>What a query may not hold.</summary>
    private static readonly string[] RefusedInQuery = ["%00", "a%00b", "%ED%A0%80", "%C3%28"];

    /// <summary>What may be a name or not: it is looked up in vain, or refused.</summary>
    private static readonly string[] Odd =
    [
        "-1", "0", "9223372036854775808", "1e400", "NaN", "%", "%zz", "%u0000", "%25", "%2500", "%0A%0D", "%20", "%F0%9F%98%80", "%EF%BF%BF", "'", "';--", "%22", "%5C", "{owner}", "*", "public",
        "%E2%80%AE", "a%CC%81", "%C4%B0", new('a', 5000), string.Concat(Enumerable.Repeat("%F0%9F%98%80", 400)),
    ];

    public static TheoryData<string> Operations => [.. RegistryContract.Operations.Where(operation => operation.Parameters("path").Any()).Select(operation => operation.Name)];

    public static TheoryData<string> Queries => [.. RegistryContract.Operations.Where(operation => operation.Parameters("query").Any()).Select(operation => operation.Name)];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Every_part_of_every_path_is_looked_at(string name)
    {
        var operation = RegistryContract.Operations.Single(operation => operation.Name == name);
        foreach (var parameter in operation.Parameters("path"))
        {
            foreach (var value in Refused)
            {
                await CheckAsync(operation, HostileCaller.AddressOf(operation, (parameter, value)), 400);
            }

            foreach (var value in RefusedByTheServer)
            {
                using var answer = await caller.SendAsync(operation, HostileCaller.AddressOf(operation, (parameter, value)));
                Assert.Equal((value, HttpStatusCode.BadRequest), (value, answer.StatusCode));
            }

            foreach (var value in Odd)
            {
                await CheckAsync(operation, HostileCaller.AddressOf(operation, (parameter, value)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task Every_parameter_of_every_query_is_looked_at(string name)
    {
        var operation = RegistryContract.Operations.Single(operation => operation.Name == name);
        foreach (var parameter in operation.Parameters("query"))
        {
            foreach (var value in RefusedInQuery)
            {
                await CheckAsync(operation, $"{HostileCaller.AddressOf(operation)}?{parameter}={value}", 400);
            }

            foreach (var value in Odd.Append("a&" + parameter + "=b").Append("a%2Fb").Append("../.."))
            {
                await CheckAsync(operation, $"{HostileCaller.AddressOf(operation)}?{parameter}={value}");
            }
        }
    }

    private async Task CheckAsync(Operation operation, string address, params int[] statuses)
    {
        var body = operation.HasJsonBody ? HostileCaller.Utf8(operation.Example!.Value.GetRawText()) : null;
        using var answer = await caller.SendAsync(operation, address, body);
        Assert.Equal((address, null), (address, await HostileCaller.FindProblemAsync(answer, statuses)));
    }
}
