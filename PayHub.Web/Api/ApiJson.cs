using System.Text.Json;
using System.Text.Json.Serialization;

namespace PayHub.Web.Api;

/// <summary>The API's JSON: snake_case, and strict with what comes in.</summary>
internal static class ApiJson
{
    /// <summary>How a request is written to be hashed: the same for every spelling of it, and for members that are added in later versions.</summary>
    public static readonly JsonSerializerOptions Canonical = Strict(new JsonSerializerOptions { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull });

    /// <summary>No unknown or doubled members, no numbers as strings, nothing missing that is required, names in their case.</summary>
    public static JsonSerializerOptions Strict(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        return options;
    }
}
