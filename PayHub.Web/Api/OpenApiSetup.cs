using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace PayHub.Web.Api;

/// <summary>The OpenAPI document: made of the operations' own declarations, so that it can't say anything else.</summary>
internal static class OpenApiSetup
{
    private const string Scheme = "apiKey";

    private const string Introduction = """
        Everything that operators do to accounts and money, for programs. Amounts are whole numbers of minor units (see `GET /api/v1/hub`), times are
        ISO 8601 in UTC. Each request shows a key that an Admin made: `Authorization: Bearer payhub_…`. Each POST names itself by an `Idempotency-Key`:
        sent again, it is done once and answered alike. Errors are problem+json (RFC 9457): look at `code`.
        """;

    public static void AddPayHubOpenApi(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.ShouldInclude = operation => operation.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) == true;
        options.CreateSchemaReferenceId = type => OpenApiOptions.CreateDefaultSchemaReferenceId(type)?.Replace("Shape", "", StringComparison.Ordinal);
        options.AddOperationTransformer(DescribeAsync);
        options.AddDocumentTransformer(IntroduceAsync);
    });

    private static Task IntroduceAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo { Title = "PayHub", Version = "v1", Description = Introduction };
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Scheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "payhub_<id>_<43 characters>",
                Description = "A key that an Admin makes on the page API keys; its role says what it may do.",
            },
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
        return Task.CompletedTask;
    }

    private static Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<ApiRole>().LastOrDefault() is { } role)
            operation.Description = $"{operation.Description} Needs a key with the role {role.Least}{(role.Least == Data.Model.OperatorRoles.Admin ? "" : " or more")}.".Trim();
        operation.Parameters ??= [];
        foreach (var parameter in metadata.OfType<QueryParameters>().SelectMany(p => p.All))
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = parameter.Name, In = ParameterLocation.Query, Description = parameter.Description, Schema = parameter.Schema,
            });
        if (metadata.OfType<Idempotent>().Any())
            Name(operation);
        if (metadata.OfType<ExampleBody>().LastOrDefault() is { } example && operation.RequestBody?.Content is { } content)
            foreach (var media in content.Values)
                ((OpenApiMediaType)media).Example = example.Json.DeepClone();
        Head(operation);
        return Task.CompletedTask;
    }

    private static void Name(OpenApiOperation operation)
    {
        operation.Parameters!.Add(new OpenApiParameter
        {
            Name = ApiActs.KeyHeader, In = ParameterLocation.Header, Required = true,
            Description = "Your own name for the request, such as a UUID. Kept at least 30 days, per key.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = ApiActs.MaxKey, Pattern = "^[!-~]+$" },
        });
        // What the ledger judged is told again; what went wrong before it is not.
        foreach (var (_, response) in operation.Responses!.Where(r => r.Key is "200" or "201" or "404" or "409"))
            ((OpenApiResponse)response).Headers = new Dictionary<string, IOpenApiHeader>
            {
                [ApiActs.ReplayedHeader] = new OpenApiHeader
                {
                    Description = "`true` where the answer was given before under the same Idempotency-Key.",
                    Schema = new OpenApiSchema { Type = JsonSchemaType.Boolean },
                },
            };
    }

    private static void Head(OpenApiOperation operation)
    {
        foreach (var (status, name, what) in new[] { ("401", "WWW-Authenticate", "RFC 6750."), ("403", "WWW-Authenticate", "RFC 6750: the role that is needed."), ("429", "Retry-After", "Seconds."), ("503", "Retry-After", "Seconds.") })
            if (operation.Responses!.TryGetValue(status, out var found) && found is OpenApiResponse response)
            {
                response.Headers ??= new Dictionary<string, IOpenApiHeader>();
                response.Headers[name] = new OpenApiHeader { Description = what, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
            }
    }
}
