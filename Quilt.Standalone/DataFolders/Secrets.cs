using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Quilt.Standalone.DataFolders;

/// <summary>Passwords and keys that Standalone's parts know each other by, generated once per data folder.</summary>
internal sealed record Secrets(
    string PostgresPassword,
    string ObjectAccessKey,
    string ObjectSecretKey,
    string RegistryClientSecret,
    string CatalogClientSecret)
{
    // A record prints its members; these must not reach a log.
    public override string ToString() => nameof(Secrets);

    /// <summary>Reads the secrets of a data folder, or makes them for a fresh one.</summary>
    /// <exception cref="StartRefusedException">They are missing from a folder in use, or unreadable.</exception>
    public static Secrets Open(DataFolder folder)
    {
        if (!File.Exists(folder.SecretsFile))
        {
            return folder.PostgresVersion is null
                ? Create(folder.SecretsFile)
                : throw new StartRefusedException($"{folder.SecretsFile} is missing, and the database in {folder.Root} cannot be opened without it. Bring it back from a backup, or choose another folder with --data.");
        }

        try
        {
            var secrets = JsonSerializer.Deserialize(File.ReadAllBytes(folder.SecretsFile), SecretsJson.Default.Secrets);
            if (secrets is { PostgresPassword: not null, ObjectAccessKey: not null, ObjectSecretKey: not null, RegistryClientSecret: not null, CatalogClientSecret: not null })
            {
                return secrets;
            }
        }
        catch (JsonException)
        {
            // Said below: the file is not what was written.
        }

        throw new StartRefusedException($"{folder.SecretsFile} is damaged. Bring it back from a backup, or choose another folder with --data.");
    }

    private static Secrets Create(string path)
    {
        var secrets = new Secrets(Random(), Random(12).ToUpperInvariant(), Random(), Random(), Random());
        var temporary = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        // Written aside, flushed and renamed: the database is worthless without it, so half a file must never be found.
        using (var file = new FileStream(temporary, options))
        {
            JsonSerializer.Serialize(file, secrets, SecretsJson.Default.Secrets);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
        return secrets;
    }

    private static string Random(int bytes = 32) => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes));
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Secrets))]
internal sealed partial class SecretsJson : JsonSerializerContext;
