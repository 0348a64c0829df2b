using System.CommandLine;
using System.CommandLine.Parsing;

namespace Quilt.Benchmarks;

/// <summary>Options that name an address.</summary>
internal static class RegistryOption
{
    /// <summary>The registry to work on; that of a Standalone on this machine unless told otherwise.</summary>
    public static Option<Uri> Create() => new("--registry")
    {
        Description = "Address of the registry.",
        DefaultValueFactory = _ => new("http://127.0.0.1:5000"),
        CustomParser = result => Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : Invalid(result, "The registry's address must be absolute, such as http://127.0.0.1:5000."),
    };

    private static Uri? Invalid(ArgumentResult result, string message)
    {
        result.AddError(message);
        return null;
    }
}
