using System.Text.Json;

namespace Quilt.Api.Manifests;

/// <summary>Reads the top level of a push body. Methods answer what is wrong and where, or null.</summary>
internal sealed class PushBodyReader(TextStore texts, ManifestLimits limits, PushBodyKind kind)
{
    private readonly SizeTable _sizes = new();
    private Manifest? _manifest;
    private Keys _keys;
    private bool _dryRun;
    private bool? _isPublic;
    private bool _public;
    private bool _isTeam;

    [Flags]
    private enum Keys
    {
        None = 0,
        Description = 1,
        Contents = 2,
        Sizes = 4,
        DryRun = 8,
        IsPublic = 16,
        IsTeam = 32,
        Public = 64,
    }

    public Parsed<PushBody> Read(ref BodyCursor cursor)
    {
        if (cursor.Json.TokenType != JsonTokenType.StartObject)
        {
            return Parsed<PushBody>.Invalid("The body must be a JSON object.");
        }

        while (cursor.Next() != JsonTokenType.EndObject)
        {
            if (ReadKey(ref cursor) is { } problem)
            {
                return Parsed<PushBody>.Invalid(problem);
            }
        }

        return _manifest is not null && (_keys & Keys.Description) != 0 && (_keys & Keys.Sizes) != 0
            ? new PushBody(kind, _manifest, _sizes, _dryRun, _isPublic ?? _public, _isTeam)
            : Parsed<PushBody>.Invalid($"the key \"{Missing()}\" is missing");
    }

    private string? ReadKey(ref BodyCursor cursor)
    {
        var key = KeyOf(ref cursor.Json);
        if (key == Keys.None || (_keys & key) != 0)
        {
            return key == Keys.None ? $"unknown key {cursor.Quote()}" : $"the key {cursor.Quote()} stands there twice";
        }

        _keys |= key;
        cursor.Next();
        return key switch
        {
            Keys.Description => ReadDescription(ref cursor),
            Keys.Contents => new ContentsReader(texts, limits).Read(ref cursor, out _manifest),
            Keys.Sizes => ReadSizes(ref cursor),
            Keys.DryRun => ReadFlag(ref cursor, "dry_run", out _dryRun),
            Keys.IsPublic => ReadIsPublic(ref cursor),
            Keys.IsTeam => ReadFlag(ref cursor, "is_team", out _isTeam),
            _ => ReadFlag(ref cursor, "public", out _public),
        };
    }

    private static Keys KeyOf(ref Utf8JsonReader json) =>
        JsonText.Is(json, "contents"u8) ? Keys.Contents
            : JsonText.Is(json, "description"u8) ? Keys.Description
            : JsonText.Is(json, "sizes"u8) ? Keys.Sizes
            : JsonText.Is(json, "dry_run"u8) ? Keys.DryRun
            : JsonText.Is(json, "is_public"u8) ? Keys.IsPublic
            : JsonText.Is(json, "is_team"u8) ? Keys.IsTeam
            : JsonText.Is(json, "public"u8) ? Keys.Public
            : Keys.None;

    private string Missing() =>
        (_keys & Keys.Description) == 0 ? "description" : _manifest is null ? "contents" : "sizes";

    private static string? ReadDescription(ref BodyCursor cursor)
    {
        if (cursor.Json.TokenType != JsonTokenType.String)
        {
            return "description: a string is expected";
        }

        return cursor.Skip() is { } problem ? $"description: {problem}" : null;
    }

    private string? ReadIsPublic(ref BodyCursor cursor)
    {
        var problem = ReadFlag(ref cursor, "is_public", out var value);
        _isPublic = value;
        return problem;
    }

    private static string? ReadFlag(ref BodyCursor cursor, string name, out bool value)
    {
        value = cursor.Json.TokenType == JsonTokenType.True;
        return value || cursor.Json.TokenType == JsonTokenType.False ? null : $"{name}: true or false is expected";
    }

    private string? ReadSizes(ref BodyCursor cursor)
    {
        if (cursor.Json.TokenType != JsonTokenType.StartObject)
        {
            return "sizes: an object is expected";
        }

        Span<byte> hash = stackalloc byte[ObjectTable.HashSize];
        while (cursor.Next() != JsonTokenType.EndObject)
        {
            var mark = texts.Mark;
            if (cursor.Text(out var key) is not null || !ObjectTable.TryParse(texts[key], hash))
            {
                return $"sizes: the key {cursor.Quote()} is not an object's hash: 64 lower-case hex digits are expected";
            }

            texts.Rewind(mark);
            if (cursor.Next() != JsonTokenType.Number || !cursor.Json.TryGetInt64(out var size) || size < 0)
            {
                return $"sizes/{Convert.ToHexStringLower(hash)}: a number of bytes is expected, an integer of at least 0";
            }

            if (!_sizes.TryAdd(hash, size))
            {
                return $"sizes: the key {Convert.ToHexStringLower(hash)} stands there twice";
            }
        }

        return null;
    }
}
