using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace PayHub.Web.Api;

/// <summary>Why a request was not carried out (RFC 9457).</summary>
internal sealed record Problem
{
    /// <summary>The media type.</summary>
    public const string MediaType = "application/problem+json";

    /// <summary>Where the kind of problem is described, on this hub.</summary>
    public required string Type { get; init; }

    /// <summary>The kind of problem in a word that never changes: what a program should look at.</summary>
    public required string Code { get; init; }

    /// <summary>The kind of problem in a sentence, for people.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>This one problem, for people.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Detail { get; init; }

    /// <summary>What is wrong with each member of the body, parameter or header, by its name.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>The account in whose way it stands, as registered.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Account { get; init; }

    /// <summary>That account's balance, minor units.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Balance { get; init; }

    /// <summary>How much of the transfer is left to reverse, minor units.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Rest { get; init; }

    /// <summary>As an answer.</summary>
    public IResult ToResult() => TypedResults.Json(this, options: null, MediaType, Status);

    /// <summary>Writes it as the answer.</summary>
    public Task WriteAsync(HttpContext context) => ToResult().ExecuteAsync(context);
}
