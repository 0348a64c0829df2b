using System.Collections.Concurrent;
using Quilt.Tests.OpenApi;

namespace Quilt.Tests.BadInput;

/// <summary>
/// Bodies that are no good, sent to every operation that takes one. What each must refuse is made from the document, so
/// that a new operation is tried as soon as it is mapped.
/// </summary>
public sealed class BodyTests(HostileCaller caller) : IClassFixture<HostileCaller>
{
    public static TheoryData<string> JsonOperations => [.. RegistryContract.Operations.Where(operation => operation.HasJsonBody).Select(operation => operation.Name)];

    [Theory]
    [MemberData(nameof(JsonOperations))]
    public Task Text_that_cannot_be_stored_is_refused(string operation) => AreRefusedAsync(operation, HostileBodies.WithBadText);

    [Theory]
    [MemberData(nameof(JsonOperations))]
    public Task Values_of_another_type_are_refused(string operation) => AreRefusedAsync(operation, HostileBodies.WithWrongTypes);

    [Theory]
    [MemberData(nameof(JsonOperations))]
    public Task A_key_that_stands_there_twice_is_refused(string operation) => AreRefusedAsync(operation, HostileBodies.WithDuplicateKeys);

    [Theory]
    [MemberData(nameof(JsonOperations))]
    public Task What_is_no_json_is_refused(string operation) => AreRefusedAsync(operation, HostileBodies.ThatAreNoJson);

    [Theory]
    [MemberData(nameof(JsonOperations))]
    public Task What_is_too_long_or_too_deep_is_refused(string operation) => AreRefusedAsync(operation, HostileBodies.ThatAreExcessive, 400, 413);

    [Theory]
    [MemberData(nameof(JsonOperations))]
    public async Task A_body_of_another_content_type_is_refused(string name)
    {
        var operation = Find(name);
        var good = HostileCaller.Utf8(operation.Example!.Value.GetRawText());
        foreach (var type in (string[])["text/plain", "application/x-www-form-urlencoded", "application/xml", "multipart/form-data; boundary=x"])
        {
            Assert.Equal((type, null), (type, await HostileCaller.FindProblemAsync(await caller.SendAsync(operation, HostileCaller.AddressOf(operation), good, contentType: type), 415)));
        }
    }

    private static Operation Find(string name) => RegistryContract.Operations.Single(operation => operation.Name == name);

    private async Task AreRefusedAsync(string name, Func<Operation, IEnumerable<(string Name, byte[] Body)>> bodies, params int[] statuses)
    {
        var operation = Find(name);
        var wrong = new ConcurrentQueue<string>();
        await Parallel.ForEachAsync(bodies(operation), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (bad, _) =>
        {
            using var answer = await caller.SendAsync(operation, HostileCaller.AddressOf(operation), bad.Body);
            if (await HostileCaller.FindProblemAsync(answer, statuses is [] ? [400] : statuses) is { } problem)
            {
                wrong.Enqueue($"{bad.Name}: {problem}");
            }
        });

        Assert.True(wrong.IsEmpty, $"{name}\n{string.Join('\n', wrong)}");
    }
}
