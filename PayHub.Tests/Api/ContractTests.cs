using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PayHub.Data.Model;
using PayHub.Tests.Support;

namespace PayHub.Tests.Api;

/// <summary>The hub does what its OpenAPI document says, and the document says all that the hub does.</summary>
public sealed class ContractTests
{
    /// <summary>Every operation, the least role that it needs, and how it is called so that it succeeds. <c>$session</c> is alice's.</summary>
    private static readonly (string Operation, string Role, string Method, string Path, string? Body)[] Calls =
    [
        ("getHub", OperatorRoles.Viewer, "GET", "/hub", null),
        ("listAccounts", OperatorRoles.Viewer, "GET", "/accounts?prefix=a&status=active&key=keyless&order=name&limit=200", null),
        ("getAccount", OperatorRoles.Viewer, "GET", "/accounts/alice", null),
        ("listAccountTransfers", OperatorRoles.Viewer, "GET", "/accounts/alice/transfers?kind=opening&min_amount=1&since=2020-01-01T00:00:00Z", null),
        ("listTransfers", OperatorRoles.Viewer, "GET", "/transfers?account=alice&counterparty=@issuance&max_amount=20000&until=2100-01-01T00:00:00.5Z&limit=1", null),
        ("getTransfer", OperatorRoles.Viewer, "GET", "/transfers/1", null),
        ("listSessions", OperatorRoles.Viewer, "GET", "/sessions?account=ALICE", null),
        ("deposit", OperatorRoles.Cashier, "POST", "/deposits", ApiRig.Deposit(100, "alice")),
        ("withdraw", OperatorRoles.Cashier, "POST", "/withdrawals", ApiRig.Deposit(100, "alice")),
        ("reverse", OperatorRoles.Cashier, "POST", "/reversals", """{"transfer":1,"amount":1,"reason":"test"}"""),
        ("openAccount", OperatorRoles.Admin, "POST", "/accounts", """{"name":"carol","opening_balance":5,"reason":"test"}"""),
        ("freezeAccount", OperatorRoles.Admin, "POST", "/accounts/bob/freeze", """{"reason":"test"}"""),
        ("unfreezeAccount", OperatorRoles.Admin, "POST", "/accounts/bob/unfreeze", """{"reason":"test"}"""),
        ("closeAccount", OperatorRoles.Admin, "POST", "/accounts/empty/close", """{"reason":"test"}"""),
        ("disconnectSession", OperatorRoles.Admin, "POST", "/sessions/$session/disconnect", """{"reason":"test"}"""),
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_document_names_every_operation_that_there_is_and_no_other()
    {
        await using var hub = Hub.Start();
        using var http = await hub.ProgramAsync();
        var document = await DocumentAsync(http);
        var described = Operations(document).Select(o => $"{o.Method} {o.Path}").Order(StringComparer.Ordinal);
        var mapped = hub.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.TrimStart('/').StartsWith("api/v1", StringComparison.Ordinal))
            .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
                .Select(m => $"{m} {e.RoutePattern.RawText!.Replace(":long", "", StringComparison.Ordinal).TrimEnd('/')}"))
            .Order(StringComparer.Ordinal);
        Assert.Equal(mapped, described);
        Assert.Equal(Calls.Select(c => c.Operation).Order(StringComparer.Ordinal), Operations(document).Select(o => (string)o.Json["operationId"]!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_operation_succeeds_and_fails_as_its_schemas_say()
    {
        await using var hub = Hub.Start();
        await using var alice = await hub.LogInAsync("alice");
        await using var bob = await hub.LogInAsync("bob", 7002);
        using var http = await hub.ProgramAsync();
        await http.OpenAsync("empty");
        var document = await DocumentAsync(http);
        foreach (var call in Calls)
        {
            var session = (await http.ReadAsync("/sessions?account=alice"))["items"]!.AsArray().FirstOrDefault()?["id"]?.ToString();
            var path = call.Path.Replace("$session", session, StringComparison.Ordinal);
            Assert.InRange(await CallAsync(http, document, call, path, call.Body), 200, 201);
            Assert.Equal(400, await CallAsync(http, document, call, path + (path.Contains('?', StringComparison.Ordinal) ? '&' : '?') + "no_such=1", call.Body));
            if (call.Body is null)
                continue;
            Assert.Equal(400, await CallAsync(http, document, call, path, """{"surprise":true}"""));
            Assert.Equal(400, await CallAsync(http, document, call, path, call.Body, idempotencyKey: null));
            Assert.Equal(413, await CallAsync(http, document, call, path, new string(' ', 20_000)));
            Assert.Equal(415, await CallAsync(http, document, call, path, call.Body, mediaType: "text/plain"));
        }
        Assert.Equal(404, await CallAsync(http, document, Named("getAccount"), "/accounts/nobody", null));
        Assert.Equal(404, await CallAsync(http, document, Named("listAccountTransfers"), "/accounts/nobody/transfers", null));
        Assert.Equal(404, await CallAsync(http, document, Named("getTransfer"), "/transfers/999999", null));
        Assert.Equal(404, await CallAsync(http, document, Named("deposit"), "/deposits", ApiRig.Deposit(1, "nobody")));
        Assert.Equal(404, await CallAsync(http, document, Named("disconnectSession"), "/sessions/999999/disconnect", Named("disconnectSession").Body));
        Assert.Equal(404, await CallAsync(http, document, Named("reverse"), "/reversals", """{"transfer":999999,"amount":1,"reason":"test"}"""));
        Assert.Equal(409, await CallAsync(http, document, Named("withdraw"), "/withdrawals", ApiRig.Deposit(1_000_000, "alice")));
        Assert.Equal(409, await CallAsync(http, document, Named("openAccount"), "/accounts", Named("openAccount").Body));
        Assert.Equal(409, await CallAsync(http, document, Named("closeAccount"), "/accounts/alice/close", Named("closeAccount").Body));
    }

    [Theory]
    [InlineData(null, 401, "key_missing")]
    [InlineData("wrong", 401, "key_invalid")]
    [InlineData("revoked", 401, "key_invalid")]
    [InlineData(OperatorRoles.Viewer, 403, "forbidden")]
    [InlineData(OperatorRoles.Cashier, 403, "forbidden")]
    [InlineData(OperatorRoles.Admin, 403, "forbidden")]
    public async Task A_role_may_what_it_includes_and_is_refused_the_rest_before_the_request_is_read(string? who, int status, string code)
    {
        await using var hub = Hub.Start();
        using var http = hub.Program(await SecretAsync(hub, who));
        var document = await DocumentAsync(await hub.ProgramAsync());
        var held = who is null ? -1 : OperatorRoles.All.ToList().IndexOf(who);
        foreach (var call in Calls)
        {
            // Nobody and nothing is there, and the body is bad: only who may is told so.
            using var response = await SendAsync(http, call.Method, call.Path.Replace("$session", "9", StringComparison.Ordinal), call.Body is null ? null : "{}", "k", "application/json");
            Check(document, call.Operation, response, await response.Content.ReadAsStringAsync(Stop));
            if (held >= OperatorRoles.All.ToList().IndexOf(call.Role))
            {
                Assert.True((int)response.StatusCode is 200 or 400 or 404, $"{who} {call.Operation}: {response.StatusCode}");
                continue;
            }
            await response.ProblemAsync(status, code);
            var challenge = Assert.Single(response.Headers.WwwAuthenticate);
            Assert.Equal("Bearer", challenge.Scheme);
            if (status == 403)
                Assert.Contains($"error=\"insufficient_scope\", scope=\"{call.Role}\"", challenge.Parameter, StringComparison.Ordinal);
        }
    }

    private static async Task<string?> SecretAsync(Hub hub, string? who)
    {
        if (who is null)
            return null;
        var (id, secret) = await hub.NewKeyAsync(OperatorRoles.All.Contains(who) ? who : OperatorRoles.Admin);
        if (who == "revoked")
            Ledgers.TestDatabase.Execute(Path.Combine(hub.DataDirectory, "payhub.db"), $"UPDATE api_keys SET revoked_at = 1 WHERE id = {id}");
        // The last letter, so that all else is right.
        return who == "wrong" ? secret[..^1] + (secret[^1] == 'A' ? 'B' : 'A') : secret;
    }

    private static (string Operation, string Role, string Method, string Path, string? Body) Named(string operation) => Calls.Single(c => c.Operation == operation);

    private static async Task<int> CallAsync(
        HttpClient http, JsonObject document, (string Operation, string Role, string Method, string Path, string? Body) call, string path, string? body,
        string? idempotencyKey = "", string mediaType = "application/json")
    {
        using var response = await SendAsync(http, call.Method, path, body, idempotencyKey?.Length == 0 ? Guid.NewGuid().ToString() : idempotencyKey, mediaType);
        Check(document, call.Operation, response, await response.Content.ReadAsStringAsync(Stop));
        return (int)response.StatusCode;
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, string method, string path, string? body, string? idempotencyKey, string mediaType)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/api/v1" + path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, mediaType);
        if (body is not null && idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        return await http.SendAsync(request, Stop);
    }

    private static void Check(JsonObject document, string operation, HttpResponseMessage response, string text)
    {
        var status = ((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var responses = Operations(document).Single(o => (string)o.Json["operationId"]! == operation).Json["responses"]!.AsObject();
        Assert.True(responses.ContainsKey(status), $"{operation} answered {status}, which is not in the document: {text}");
        var content = responses[status]!["content"]!.AsObject();
        var media = response.Content.Headers.ContentType!.MediaType!;
        Assert.True(content.ContainsKey(media), $"{operation} answered {status} as {media}");
        var faults = new SchemaCheck(document).Faults(JsonNode.Parse(text), content[media]!["schema"]!).ToList();
        Assert.True(faults.Count == 0, $"{operation} {status}: {string.Join("; ", faults)} in {text}");
    }

    private static IEnumerable<(string Method, string Path, JsonObject Json)> Operations(JsonObject document) =>
        document["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject().Select(o => (o.Key.ToUpperInvariant(), p.Key, o.Value!.AsObject())));

    private static async Task<JsonObject> DocumentAsync(HttpClient http) => JsonNode.Parse(await http.GetStringAsync("/openapi/v1.json", Stop))!.AsObject();
}
