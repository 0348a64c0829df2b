using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Quilt.Tests.OpenApi;

namespace Quilt.Tests.BadInput;

/// <summary>Bodies that an operation must refuse, each made from the good one that the document shows.</summary>
internal static class HostileBodies
{
    private const string Mark = "@@MARK@@";

    /// <summary>What no string may hold, as JSON writes it.</summary>
    private static readonly (string Name, byte[] Json)[] BadTexts =
    [
        ("NUL", @"""a\u0000b"""u8.ToArray()),
        ("high surrogate", @"""\ud800"""u8.ToArray()),
        ("low surrogate", @"""a\udc00"""u8.ToArray()),
        ("surrogates the wrong way round", @"""\udc00\ud800"""u8.ToArray()),
        ("no UTF-8", [(byte)'"', 0xC3, 0x28, (byte)'"']),
        ("a surrogate as UTF-8", [(byte)'"', 0xED, 0xA0, 0x80, (byte)'"']),
    ];

    private static readonly string[] OtherValues =
        ["null", "true", "0", "-1", "9223372036854775808", "1e400", "1.5", "\"text\"", "[]", "[null]", "{}", """{"type":"build"}""", "[[[[[]]]]]"];

    private static readonly (string Name, string Text)[] NoJson =
    [
        ("nothing", ""), ("white space", " "), ("a quote", "\""), ("NaN", "NaN"), ("Infinity", "-Infinity"), ("a comment", "/* */ {}"), ("two values", "{} {}"), ("an open object", "{\"a\":"), ("a byte order mark alone", "\ufeff"),
    ];

    /// <summary>Every string and key of the good body made into text that cannot be stored.</summary>
    public static IEnumerable<(string Name, byte[] Body)> WithBadText(Operation operation) =>
        from place in Places(operation.Example!.Value)
        from bad in BadTexts
        from body in place.Replacements(bad.Json)
        select ($"{bad.Name} at {place.Path}", body);

    /// <summary>Every value of the good body made into values that its schema does not allow.</summary>
    public static IEnumerable<(string Name, byte[] Body)> WithWrongTypes(Operation operation) =>
        from place in Places(operation.Example!.Value)
        from value in OtherValues
        let body = place.WithValue(Encoding.UTF8.GetBytes(value))
        where JsonSchema.FindProblem(JsonElement.Parse(body), operation.BodySchema, isExact: false) is not null
        select ($"{value} at {place.Path}", body);

    /// <summary>Every object of the good body with its first key twice.</summary>
    public static IEnumerable<(string Name, byte[] Body)> WithDuplicateKeys(Operation operation) =>
        from place in Places(operation.Example!.Value)
        where place.Value is JsonObject { Count: > 0 }
        let first = ((JsonObject)place.Value!).First()
        let twice = $"{{{JsonSerializer.Serialize(first.Key)}:{first.Value?.ToJsonString() ?? "null"},{place.Value!.ToJsonString()[1..]}"
        select ($"twice the key {first.Key} at {place.Path}", place.WithValue(Encoding.UTF8.GetBytes(twice)));

    /// <summary>What is no JSON at all, and the good body cut in the middle.</summary>
    public static IEnumerable<(string Name, byte[] Body)> ThatAreNoJson(Operation operation)
    {
        var good = Encoding.UTF8.GetBytes(operation.Example!.Value.GetRawText());
        return NoJson.Select(bad => (bad.Name, Encoding.UTF8.GetBytes(bad.Text)))
            .Append(("half of it", good[..(good.Length / 2)]))
            .Append(("something after it", [.. good, .. "x"u8]));
    }

    /// <summary>Every value replaced by one that nests 100,000 deep, or is a string of 10 MiB.</summary>
    public static IEnumerable<(string Name, byte[] Body)> ThatAreExcessive(Operation operation)
    {
        var arrays = Encoding.ASCII.GetBytes(new string('[', 100_000) + new string(']', 100_000));
        var objects = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 100_000)) + "1" + new string('}', 100_000));
        var longText = Encoding.ASCII.GetBytes($"\"{new string('a', 10 * 1024 * 1024)}\"");
        foreach (var place in Places(operation.Example!.Value))
        {
            yield return ($"deep arrays at {place.Path}", place.WithValue(arrays));
            yield return ($"deep objects at {place.Path}", place.WithValue(objects));
            if (place.Key is not null && !place.IsFree)
            {
                yield return ($"a key of 10 MiB at {place.Path}", place.WithKey(longText));
            }

            if (place.Value is JsonValue && !place.IsFree && place.Path != "$.description")
            {
                yield return ($"10 MiB at {place.Path}", place.WithValue(longText));
            }
        }
    }

    private static IEnumerable<Place> Places(JsonElement example) => Below(example, "$", null, []);

    private static IEnumerable<Place> Below(JsonElement root, string path, string? key, object[] steps)
    {
        var place = new Place(root, path, key, steps);
        yield return place;
        IEnumerable<(string Path, string? Key, object Step)> children = place.Value switch
        {
            JsonObject item => item.Select(member => ($"{path}.{member.Key}", (string?)member.Key, (object)member.Key)),
            JsonArray items => Enumerable.Range(0, items.Count).Select(index => ($"{path}[{index}]", (string?)null, (object)index)),
            _ => [],
        };
        foreach (var (childPath, childKey, step) in children)
        {
            foreach (var below in Below(root, childPath, childKey, [.. steps, step]))
            {
                yield return below;
            }
        }
    }

    /// <summary>One value in a body, and its key where it is an object's.</summary>
    private sealed record Place(JsonElement Root, string Path, string? Key, object[] Steps)
    {
        public JsonNode? Value => Steps.Aggregate(JsonNode.Parse(Root.GetRawText()), (node, step) => step is int index ? node![index] : node![(string)step]);

        /// <summary>Whether the place holds what the registry keeps for clients without looking at it.</summary>
        public bool IsFree => Path.Contains(".metadata.", StringComparison.Ordinal);

        /// <summary>The body with the value, and with the key, replaced by raw JSON text.</summary>
        public IEnumerable<byte[]> Replacements(byte[] raw)
        {
            if (Value is JsonValue value && value.GetValueKind() == JsonValueKind.String)
            {
                yield return WithValue(raw);
            }

            if (Key is not null)
            {
                yield return WithKey(raw);
            }
        }

        public byte[] WithValue(byte[] raw)
        {
            if (Steps.Length == 0)
            {
                return raw;
            }

            return Marked((parent, step) =>
            {
                if (step is int index)
                {
                    parent[index] = Mark;
                }
                else
                {
                    parent[(string)step] = Mark;
                }
            }, raw);
        }

        public byte[] WithKey(byte[] raw) => Marked((parent, step) =>
        {
            var item = (JsonObject)parent;
            item.Remove((string)step, out var value);
            item[Mark] = value;
        }, raw);

        private byte[] Marked(Action<JsonNode, object> mark, byte[] raw)
        {
            var root = JsonNode.Parse(Root.GetRawText())!;
            var parent = Steps[..^1].Aggregate(root, (node, step) => (step is int index ? node[index] : node[(string)step])!);
            mark(parent, Steps[^1]);
            var parts = root.ToJsonString().Split($"\"{Mark}\"");
            return [.. Encoding.UTF8.GetBytes(parts[0]), .. raw, .. Encoding.UTF8.GetBytes(parts[1])];
        }
    }
}
