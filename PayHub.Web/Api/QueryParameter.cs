using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.OpenApi;

namespace PayHub.Web.Api;

/// <summary>A parameter of an address: how it is described, and how it is read.</summary>
internal abstract class QueryParameter(string name, string description, string expected)
{
    private static readonly string[] Times = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFK"];

    public string Name => name;

    public string Description => description;

    /// <summary>What a value must be, in a sentence.</summary>
    public string Expected => expected;

    public abstract OpenApiSchema Schema { get; }

    public abstract bool IsValid(string text);

    /// <summary>A whole number within bounds.</summary>
    public static QueryParameter<long> Whole(string name, string description, long min, long max) => new(
        name, description, $"It must be a whole number from {min} to {max}.",
        () => new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Minimum = Text(min), Maximum = Text(max) },
        (string text, out long value) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= min && value <= max);

    /// <summary>One of an enum's words.</summary>
    public static QueryParameter<T> OneOf<T>(string name, string description)
        where T : struct, Enum
    {
        var words = Enum.GetValues<T>().ToDictionary(v => JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString()));
        return new(
            name, description, $"It must be one of {string.Join(", ", words.Keys)}.",
            () => new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. words.Keys.Select(w => (JsonNode)w)] },
            words.TryGetValue);
    }

    /// <summary>A moment.</summary>
    public static QueryParameter<DateTimeOffset> Time(string name, string description) => new(
        name, description, "It must be a time as 2026-03-01T12:00:00Z.",
        () => new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" },
        (string text, out DateTimeOffset value) => DateTimeOffset.TryParseExact(
            text, Times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out value));

    /// <summary>An account's name, or how one begins.</summary>
    public static QueryParameter<string> AccountName(string name, string description) => new(
        name, description, "It must be 1 to 32 characters.",
        () => new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = 32 },
        (string text, [MaybeNullWhen(false)] out string value) => (value = text).Length is > 0 and <= 32);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Reads a parameter's text.</summary>
internal delegate bool ParameterReader<T>(string text, [MaybeNullWhen(false)] out T value);

/// <summary>A parameter of a type.</summary>
internal sealed class QueryParameter<T>(string name, string description, string expected, Func<OpenApiSchema> schema, ParameterReader<T> read)
    : QueryParameter(name, description, expected)
{
    public override OpenApiSchema Schema => schema();

    public override bool IsValid(string text) => read(text, out _);

    public bool TryRead(string text, [MaybeNullWhen(false)] out T value) => read(text, out value);
}

/// <summary>The parameters that an operation takes; others are refused.</summary>
internal sealed record QueryParameters(IReadOnlyList<QueryParameter> All)
{
    /// <summary>Refuses what the operation does not take, all faults at once.</summary>
    public static async ValueTask<object?> CheckAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var known = context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<QueryParameters>()?.All ?? [];
        var errors = new Dictionary<string, string[]>();
        foreach (var (name, values) in context.HttpContext.Request.Query)
        {
            var parameter = known.FirstOrDefault(p => p.Name == name);
            if (parameter is null)
                errors[name] = ["There is no such parameter."];
            else if (values.Count != 1 || !parameter.IsValid(values.ToString()))
                errors[name] = [parameter.Expected];
        }
        return errors.Count > 0 ? Problems.WrongFields(errors).ToResult() : await next(context);
    }
}

/// <summary>Reads parameters that were checked.</summary>
internal static class QueryReading
{
    public static T? Read<T>(this HttpRequest request, QueryParameter<T> parameter)
        where T : struct => request.Query.TryGetValue(parameter.Name, out var text) && parameter.TryRead(text.ToString(), out var value) ? value : null;

    public static string? Read(this HttpRequest request, QueryParameter<string> parameter) =>
        request.Query.TryGetValue(parameter.Name, out var text) ? text.ToString() : null;
}
