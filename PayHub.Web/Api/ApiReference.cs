using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace PayHub.Web.Api;

/// <summary>One operation, as the page shows it.</summary>
/// <param name="Id">Its name for programs.</param>
/// <param name="Method">GET or POST.</param>
/// <param name="Path">With its parameters in braces.</param>
/// <param name="Summary">In a few words.</param>
/// <param name="Description">In a sentence or two.</param>
/// <param name="Fields">What it takes: parameters and members of the body.</param>
/// <param name="Answer">The schema of its answer.</param>
/// <param name="Statuses">The statuses that it answers.</param>
/// <param name="Body">An example of its body; null where it takes none.</param>
internal sealed record ApiOperation(
    string Id, string Method, string Path, string Summary, string? Description, IReadOnlyList<ApiField> Fields, string? Answer, IReadOnlyList<string> Statuses, JsonNode? Body)
{
    /// <summary>A command that tries it.</summary>
    public IReadOnlyList<string> Curl(string hub)
    {
        var address = hub.TrimEnd('/') + Path.Replace("{name}", "alice", StringComparison.Ordinal).Replace("{id}", "17", StringComparison.Ordinal);
        const string Key = "  -H \"Authorization: Bearer $PAYHUB_KEY\"";
        return Body is null
            ? [$"curl {address} \\", Key]
            : [$"curl {address} \\", Key + " \\", "  -H \"Idempotency-Key: $(uuidgen)\" \\", "  -H 'Content-Type: application/json' \\", $"  -d '{Body.ToJsonString()}'"];
    }
}

/// <summary>A parameter, or a member of a body or an answer.</summary>
/// <param name="Name">As it is sent.</param>
/// <param name="Place">path, query, header or body; null in an answer.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Required">Whether it must be there.</param>
/// <param name="Description">What it means.</param>
public sealed record ApiField(string Name, string? Place, string Type, bool Required, string? Description);

/// <summary>A kind of answer.</summary>
internal sealed record ApiSchema(string Name, string? Description, IReadOnlyList<ApiField> Fields);

/// <summary>The OpenAPI document, as the page shows it.</summary>
/// <param name="Groups">Operations by what they are about.</param>
/// <param name="Schemas">What answers are made of.</param>
internal sealed record ApiReference(IReadOnlyList<IGrouping<string, ApiOperation>> Groups, IReadOnlyList<ApiSchema> Schemas)
{
    /// <summary>Reads the hub's own document.</summary>
    public static async Task<ApiReference> ReadAsync(IServiceProvider services, CancellationToken cancellationToken = default)
    {
        var document = await services.GetRequiredKeyedService<IOpenApiDocumentProvider>("v1").GetOpenApiDocumentAsync(cancellationToken);
        var operations = document.Paths.SelectMany(path => path.Value.Operations!.Select(o => (
            Tag: o.Value.Tags?.FirstOrDefault()?.Name ?? "", Operation: Of(path.Key, o.Key.Method, o.Value))));
        var schemas = document.Components!.Schemas!.Where(s => s.Value.Properties is { Count: > 0 } && !s.Key.EndsWith("Request", StringComparison.Ordinal))
            .Select(s => new ApiSchema(s.Key, s.Value.Description, Members(s.Value, null)));
        return new ApiReference([.. operations.GroupBy(o => o.Tag, o => o.Operation)], [.. schemas.OrderBy(s => s.Name, StringComparer.Ordinal)]);
    }

    private static ApiOperation Of(string path, string method, OpenApiOperation operation)
    {
        var media = operation.RequestBody?.Content?.Values.FirstOrDefault();
        var parameters = (operation.Parameters ?? []).Select(p =>
            new ApiField(p.Name!, p.In.ToString()!.ToLowerInvariant(), TypeOf(p.Schema!), p.Required, p.Description));
        var done = operation.Responses!.First().Value.Content?.Values.FirstOrDefault()?.Schema;
        return new ApiOperation(
            operation.OperationId!, method, path, operation.Summary ?? "", operation.Description,
            [.. parameters, .. media?.Schema is { } body ? Members(body, "body") : []],
            done is null ? null : TypeOf(done), [.. operation.Responses!.Keys], media?.Example);
    }

    private static List<ApiField> Members(IOpenApiSchema schema, string? place) => [.. (schema.Properties ?? new Dictionary<string, IOpenApiSchema>()).Select(p =>
        new ApiField(p.Key, place, TypeOf(p.Value), schema.Required?.Contains(p.Key) == true, p.Value.Description))];

    private static string TypeOf(IOpenApiSchema schema)
    {
        if (schema is { Enum: { Count: > 0 } words })
            return string.Join(" | ", words.Select(w => w.ToString()));
        if (schema is OpenApiSchemaReference { Reference.Id: { } name })
            return name;
        if (schema.OneOf?.OfType<OpenApiSchemaReference>().FirstOrDefault() is { Reference.Id: { } inner })
            return $"{inner} | null";
        var type = schema.Type ?? JsonSchemaType.Object;
        var bare = type & ~JsonSchemaType.Null;
        var word = bare == JsonSchemaType.Array ? $"[{TypeOf(schema.Items!)}]" : schema.Format == "date-time" ? "time" : bare.ToString().ToLowerInvariant();
        return type != bare ? $"{word} | null" : word;
    }
}
