using System.Text;
using Microsoft.OpenApi.Reader;

namespace Quilt.Tests.OpenApi;

/// <summary>The contract as a document: complete, readable, and changed on purpose only.</summary>
public sealed class DocumentTests
{
    /// <summary>Set to 1, the committed document is written anew.</summary>
    private const string RenewVariable = "QUILT_RENEW_OPENAPI";

    private static string Committed => Repository.PathOf("docs", "openapi.json");

    [Fact]
    public async Task The_committed_document_is_what_the_registry_serves()
    {
        if (Environment.GetEnvironmentVariable(RenewVariable) == "1")
        {
            await File.WriteAllTextAsync(Committed, RegistryContract.Text);
        }

        var committed = File.Exists(Committed) ? (await File.ReadAllTextAsync(Committed)).ReplaceLineEndings("\n") : "";
        var line = committed.Split('\n').Zip(RegistryContract.Text.Split('\n')).TakeWhile(pair => pair.First == pair.Second).Count() + 1;
        Assert.True(
            committed == RegistryContract.Text,
            $"The contract changed: docs/openapi.json differs from what the registry serves, first in line {line}. If that is meant, run this test with {RenewVariable}=1, which writes the file anew, and commit it.");
    }

    [Fact]
    public void A_parser_reads_the_document_without_complaint()
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(RegistryContract.Text));

        var result = OpenApiModelFactory.Load(stream, "json");

        Assert.Empty(result.Diagnostic!.Errors.Select(error => error.ToString()));
        Assert.Empty(result.Diagnostic.Warnings.Select(warning => warning.ToString()));
        Assert.Equal(RegistryContract.Operations.Count, result.Document!.Paths.Values.Sum(path => path.Operations!.Count));
    }

    [Fact]
    public void Every_route_is_in_the_document_and_nothing_more() =>
        Assert.Equal(
            RegistryContract.Routes.Except(RegistryContract.OutsideTheDocument).Order(StringComparer.Ordinal),
            RegistryContract.Operations.Select(operation => operation.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void What_is_left_out_of_the_document_is_there() =>
        Assert.Empty(RegistryContract.OutsideTheDocument.Except(RegistryContract.Routes));

    [Fact]
    public void Every_operation_has_a_name_of_its_own_a_summary_and_one_tag()
    {
        var operations = RegistryContract.Operations;

        Assert.All(operations, operation => Assert.Matches("^[A-Z][A-Za-z]+$", operation.Json.GetProperty("operationId").GetString()));
        Assert.All(operations, operation => Assert.NotEmpty(operation.Json.GetProperty("summary").GetString()!));
        Assert.All(operations, operation => Assert.Equal(1, operation.Json.GetProperty("tags").GetArrayLength()));
        Assert.Equal(operations.Count, operations.Select(operation => operation.Json.GetProperty("operationId").GetString()).Distinct().Count());
    }

    [Fact]
    public void Every_parameter_of_a_path_is_described() =>
        Assert.All(
            RegistryContract.Endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.IExcludeFromDescriptionMetadata>() is null),
            endpoint => Assert.All(RegistryContract.NamesOf(endpoint).Where(name => name.Contains(' ')), name => Assert.Equal(
                endpoint.RoutePattern.Parameters.Select(parameter => parameter.Name),
                RegistryContract.Operations.Single(operation => operation.Name == name).Parameters("path"))));

    [Fact]
    public void Every_json_body_comes_with_an_example_that_fits_its_schema() =>
        Assert.All(RegistryContract.Operations.Where(operation => operation.HasJsonBody), operation =>
        {
            Assert.NotNull(operation.Example);
            Assert.Null(JsonSchema.FindProblem(operation.Example.Value, operation.BodySchema, isExact: false));
        });

    [Fact]
    public void Every_error_is_an_object_with_a_message() =>
        Assert.All(RegistryContract.Operations, operation => Assert.All(
            operation.Statuses.Where(status => status[0] is '4' or '5'),
            status => Assert.EndsWith("/ErrorMessage", operation.AnswerSchema(int.Parse(status, null))!.Value.GetProperty("$ref").GetString(), StringComparison.Ordinal)));
}
