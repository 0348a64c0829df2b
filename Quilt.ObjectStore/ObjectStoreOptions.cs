using Microsoft.Extensions.Options;

namespace Quilt.ObjectStore;

/// <summary>Settings <c>Quilt:ObjectStore:*</c>.</summary>
public sealed class ObjectStoreOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Quilt:ObjectStore";

    /// <summary>The folder that holds everything; made when absent. One process at a time may use it.</summary>
    public string Folder { get; set; } = "";

    /// <summary>The access key id that requests are signed with.</summary>
    public string AccessKey { get; set; } = "";

    /// <summary>The secret key that requests are signed with.</summary>
    public string SecretKey { get; set; } = "";

    /// <summary>The region that requests are signed for.</summary>
    public string Region { get; set; } = "us-east-1";

    /// <summary>How large the content of a compressed upload under <c>objs/</c> may become, in bytes.</summary>
    public long MaxDecompressedSize { get; set; } = 64L << 30;
}

/// <summary>Stops the start with a sentence that says which key is wrong and what is allowed.</summary>
internal sealed class ObjectStoreOptionsValidator : IValidateOptions<ObjectStoreOptions>
{
    private const int ShortestSecret = 8;

    public ValidateOptionsResult Validate(string? name, ObjectStoreOptions options)
    {
        var failures = new List<string>();
        if (string.IsNullOrWhiteSpace(options.Folder))
        {
            failures.Add($"{ObjectStoreOptions.Section}:Folder is not set. It must name the folder that holds the objects.");
        }

        if (options.AccessKey.Length == 0 || !options.AccessKey.All(IsKeyCharacter))
        {
            failures.Add($"{ObjectStoreOptions.Section}:AccessKey must be set, to letters, digits, '-', '_' and '.' only.");
        }

        if (options.SecretKey.Length < ShortestSecret)
        {
            failures.Add($"{ObjectStoreOptions.Section}:SecretKey must be set, to at least {ShortestSecret} characters.");
        }

        if (options.Region.Length == 0 || !options.Region.All(IsKeyCharacter))
        {
            failures.Add($"{ObjectStoreOptions.Section}:Region is '{options.Region}'. It must be a region name such as us-east-1.");
        }

        if (options.MaxDecompressedSize <= 0)
        {
            failures.Add($"{ObjectStoreOptions.Section}:MaxDecompressedSize is {options.MaxDecompressedSize}. It must be a positive number of bytes.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static bool IsKeyCharacter(char character) => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.';
}
