using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PayHub.Data.Webhooks;

/// <summary>What is told of a payment. Amounts are in minor units; what does not apply is left out.</summary>
internal sealed record PaymentData
{
    public long? TransferId { get; init; }

    public string? Payer { get; init; }

    public string? Payee { get; init; }

    public required long Amount { get; init; }

    public string? PaymentId { get; init; }

    public string? Memo { get; init; }

    public int? Code { get; init; }

    public string? Reason { get; init; }
}

/// <summary>What is told of an account.</summary>
internal sealed record AccountData(string Account);

/// <summary>The body of a delivery: <c>{"id":…,"type":…,"timestamp":…,"data":{…}}</c>, in snake case.</summary>
internal static class EventPayload
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <param name="key">The event's own id, the same at each try and for each webhook.</param>
    /// <param name="type">The event's name.</param>
    /// <param name="at">Microseconds UTC.</param>
    /// <param name="data">What it is about.</param>
    public static string Of<T>(string key, string type, long at, T data) => JsonSerializer.Serialize(
        new { id = key, type, timestamp = UnixMicroseconds.ToMoment(at).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture), data }, Options);
}
