using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PayHub.Tests.Api;

/// <summary>Holds JSON against the schemas of an OpenAPI 3.1 document: as much of JSON Schema as the document uses; a word that it does not know fails.</summary>
internal sealed class SchemaCheck(JsonObject document)
{
    private static readonly HashSet<string> Known =
        ["type", "format", "description", "properties", "required", "additionalProperties", "items", "enum", "$ref", "oneOf", "minimum", "maximum", "minLength", "maxLength", "pattern"];

    /// <summary>What is wrong, each with where; empty where all is well.</summary>
    public IEnumerable<string> Faults(JsonNode? value, JsonNode schema, string at = "$")
    {
        var s = schema.AsObject();
        foreach (var unknown in s.Select(p => p.Key).Where(k => !Known.Contains(k)))
            yield return $"{at}: the check does not know {unknown}";
        if ((string?)s["$ref"] is { } reference)
            foreach (var fault in Faults(value, Resolve(reference), at))
                yield return fault;
        if (s["oneOf"] is JsonArray choices && choices.Count(c => !Faults(value, c!, at).Any()) != 1)
            yield return $"{at}: not exactly one of the choices";
        if (s["enum"] is JsonArray words && !words.Any(w => JsonNode.DeepEquals(w, value)))
            yield return $"{at}: {value} is none of {words.ToJsonString()}";
        if (s["type"] is { } type && !TypesOf(type).Any(t => Is(value, t)))
            yield return $"{at}: {value?.ToJsonString() ?? "null"} is no {type}";
        foreach (var fault in Text(value, s).Concat(Number(value, s)).Select(f => $"{at}: {f}").Concat(Members(value, s, at)))
            yield return fault;
    }

    private JsonNode Resolve(string reference) => reference.TrimStart('#', '/').Split('/').Aggregate((JsonNode)document, (node, part) => node[part]!);

    private static IEnumerable<string> TypesOf(JsonNode type) => type is JsonArray all ? all.Select(t => (string)t!) : [(string)type!];

    private static bool Is(JsonNode? value, string type) => (value?.GetValueKind() ?? JsonValueKind.Null, type) switch
    {
        (JsonValueKind.Null, "null") or (JsonValueKind.Object, "object") or (JsonValueKind.Array, "array") or (JsonValueKind.String, "string") => true,
        (JsonValueKind.True or JsonValueKind.False, "boolean") => true,
        (JsonValueKind.Number, "integer") => long.TryParse(value!.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        _ => false,
    };

    private static IEnumerable<string> Text(JsonNode? value, JsonObject s)
    {
        if (value?.GetValueKind() != JsonValueKind.String)
            yield break;
        var text = (string)value!;
        if (text.Length < ((int?)s["minLength"] ?? 0) || text.Length > ((int?)s["maxLength"] ?? int.MaxValue))
            yield return $"'{text}' has a length out of bounds";
        if ((string?)s["pattern"] is { } pattern && !Regex.IsMatch(text, pattern, RegexOptions.ECMAScript))
            yield return $"'{text}' does not match {pattern}";
        if ((string?)s["format"] == "date-time" && !Regex.IsMatch(text, @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?Z$"))
            yield return $"'{text}' is no time in UTC";
    }

    private static IEnumerable<string> Number(JsonNode? value, JsonObject s)
    {
        if (value?.GetValueKind() == JsonValueKind.Number && ((long)value < ((long?)s["minimum"] ?? long.MinValue) || (long)value > ((long?)s["maximum"] ?? long.MaxValue)))
            yield return $"{value} is out of bounds";
    }

    private IEnumerable<string> Members(JsonNode? value, JsonObject s, string at)
    {
        if (value is JsonArray items && s["items"] is { } item)
            foreach (var fault in items.SelectMany((v, i) => Faults(v, item, $"{at}[{i}]")))
                yield return fault;
        if (value is not JsonObject o || (s["properties"] is null && s["additionalProperties"] is null))
            yield break;
        foreach (var name in (s["required"]?.AsArray() ?? []).Select(r => (string)r!).Where(r => !o.ContainsKey(r)))
            yield return $"{at}: {name} is missing";
        foreach (var (name, member) in o)
        {
            var schema = s["properties"]?[name] ?? (s["additionalProperties"] as JsonObject);
            foreach (var fault in schema is null ? [$"{at}: {name} is not in the schema"] : Faults(member, schema, $"{at}.{name}"))
                yield return fault;
        }
    }
}
